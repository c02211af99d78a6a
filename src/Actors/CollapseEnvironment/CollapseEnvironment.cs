namespace PhyrActors.Actors;

/// <summary>Has small folios of a process copied to one of 2 MiB (mm/khugepaged.c:khugepaged_scan_mm_slot).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class CollapseEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<AddressSpaceProtocol.Collapsed>(interval)
{
    protected override void Attempt() =>
        addressSpace.Tell(new AddressSpaceProtocol.Collapse(aim.Draw()));
}
