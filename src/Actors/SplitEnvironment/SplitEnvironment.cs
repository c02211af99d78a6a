namespace PhyrActors.Actors;

/// <summary>Splits large folios of a process (mm/huge_memory.c:__folio_split).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class SplitEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<FolioManagerProtocol.OperationDone>(interval)
{
    protected override void Attempt() =>
        addressSpace.Tell(new AddressSpaceProtocol.OperateAt(aim.Draw(), RmapOperation.Split));
}
