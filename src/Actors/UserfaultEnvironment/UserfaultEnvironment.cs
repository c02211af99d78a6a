namespace PhyrActors.Actors;

/// <summary>Gives a page of the process up and moves another there, as a compacting garbage collector does
/// (UFFDIO_MOVE).</summary>
public sealed class UserfaultEnvironment : RepeatingEnvironment<AddressSpaceProtocol.UserfaultMoveDone>
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private VirtAddr _from;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public UserfaultEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
        : base(interval)
    {
        (_addressSpace, _aim) = (addressSpace, aim);
        Receive<AddressSpaceProtocol.Zapped>(zapped =>
            addressSpace.Tell(new AddressSpaceProtocol.UserfaultMove(_from, zapped.Start)));
    }

    protected override void Attempt()
    {
        (_from, VirtAddr to) = _aim.DrawPair();
        _addressSpace.Tell(new AddressSpaceProtocol.Zap(to, PageSize.Size4KiB.Bytes, Unmap: false));
    }
}
