namespace PhyrActors.Actors;

/// <summary>Takes blocks of memory offline (mm/memory_hotplug.c:offline_pages).</summary>
/// <param name="folios">The folios.</param>
/// <param name="addressSpace">The process whose pages lie there.</param>
/// <param name="frames">Frames of the machine.</param>
/// <param name="choices">Where chance comes from.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class OfflineEnvironment(
    IActorRef folios, IActorRef addressSpace, ulong frames, IChoices choices, TimeSpan interval)
    : RepeatingEnvironment<FolioManagerProtocol.Evacuated>(interval)
{
    protected override void Attempt()
    {
        Pfn frame = new(choices.Draw(frames));
        folios.Tell(new FolioManagerProtocol.Evacuate(frame, Offline: true, addressSpace));
    }
}
