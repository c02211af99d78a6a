namespace PhyrActors.Actors;

/// <summary>Empties blocks of 2 MiB to have them in one piece (mm/page_alloc.c:alloc_contig_range).</summary>
/// <param name="folios">The folios.</param>
/// <param name="addressSpace">The process whose pages lie there.</param>
/// <param name="frames">Frames of the machine.</param>
/// <param name="choices">Where chance comes from.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class CompactionEnvironment(
    IActorRef folios, IActorRef addressSpace, ulong frames, IChoices choices, TimeSpan interval)
    : RepeatingEnvironment<FolioManagerProtocol.Evacuated>(interval)
{
    protected override void Attempt()
    {
        Pfn frame = new(choices.Draw(frames));
        folios.Tell(new FolioManagerProtocol.Evacuate(frame, Offline: false, addressSpace));
    }
}
