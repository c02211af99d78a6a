namespace PhyrActors.Actors;

/// <summary>Gives pages of the process up, whoever has pinned them (madvise(MADV_DONTNEED)).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class MadviseEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<AddressSpaceProtocol.Zapped>(interval)
{
    protected override void Attempt() =>
        addressSpace.Tell(new AddressSpaceProtocol.Zap(aim.Draw(), PageSize.Size4KiB.Bytes, Unmap: false));
}
