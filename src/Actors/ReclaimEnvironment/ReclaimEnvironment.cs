namespace PhyrActors.Actors;

/// <summary>Swaps pages of a process out, as under memory pressure (mm/vmscan.c:shrink_folio_list).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class ReclaimEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<FolioManagerProtocol.OperationDone>(interval)
{
    protected override void Attempt() =>
        addressSpace.Tell(new AddressSpaceProtocol.OperateAt(aim.Draw(), RmapOperation.Reclaim));
}
