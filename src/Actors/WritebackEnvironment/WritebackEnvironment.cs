namespace PhyrActors.Actors;

/// <summary>Writes dirty pages of a file to the disk, as the flusher threads do
/// (fs/fs-writeback.c:wb_writeback).</summary>
/// <param name="folios">The folios.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class WritebackEnvironment(IActorRef folios, FileAim aim, TimeSpan interval)
    : RepeatingEnvironment<FolioManagerProtocol.WrittenBack>(interval)
{
    protected override void Attempt() =>
        folios.Tell(new FolioManagerProtocol.WriteBack(aim.Draw()));
}
