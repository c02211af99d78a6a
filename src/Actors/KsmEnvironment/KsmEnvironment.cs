namespace PhyrActors.Actors;

/// <summary>Takes two pages of a process for equal and merges them (mm/ksm.c).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class KsmEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<AddressSpaceProtocol.Merged>(interval)
{
    protected override void Attempt()
    {
        (VirtAddr kept, VirtAddr other) = aim.DrawPair();
        addressSpace.Tell(new AddressSpaceProtocol.Merge(kept, other));
    }
}
