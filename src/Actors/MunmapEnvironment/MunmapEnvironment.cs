namespace PhyrActors.Actors;

/// <summary>Unmaps a page of the process and maps something there again.</summary>
public sealed class MunmapEnvironment : RepeatingEnvironment<AddressSpaceProtocol.Mmapped>
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="map">What is mapped at an address that was unmapped.</param>
    /// <param name="interval">Time between attempts.</param>
    public MunmapEnvironment(
        IActorRef addressSpace, PageAim aim, Func<VirtAddr, AddressSpaceProtocol.Mmap> map, TimeSpan interval)
        : base(interval)
    {
        (_addressSpace, _aim) = (addressSpace, aim);
        Receive<AddressSpaceProtocol.Zapped>(zapped => addressSpace.Tell(map(zapped.Start)));
    }

    protected override void Attempt() => _addressSpace.Tell(
        new AddressSpaceProtocol.Zap(_aim.Draw(), PageSize.Size4KiB.Bytes, Unmap: true));
}
