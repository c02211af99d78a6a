namespace PhyrActors.Actors;

/// <summary>Moves a page of the process elsewhere and back, whoever has pinned it (mremap(2)); where something else was
/// mapped meanwhile, the page goes.</summary>
public sealed class MremapEnvironment : RepeatingEnvironment
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private readonly VirtAddr _elsewhere;
    private VirtAddr _home;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="elsewhere">A page of addresses where nothing is mapped.</param>
    /// <param name="interval">Time between attempts.</param>
    public MremapEnvironment(IActorRef addressSpace, PageAim aim, VirtAddr elsewhere, TimeSpan interval)
        : base(interval)
    {
        (_addressSpace, _aim, _elsewhere) = (addressSpace, aim, elsewhere);
        Receive<AddressSpaceProtocol.Mremapped>(OnMremapped);
        Receive<AddressSpaceProtocol.Zapped>(_ => End());
    }

    protected override void Attempt()
    {
        _home = _aim.Draw();
        Move(_home, _elsewhere);
    }

    private void OnMremapped(AddressSpaceProtocol.Mremapped moved)
    {
        bool isAway = moved.To == _elsewhere;
        if (isAway && moved.Errno == Errno.None)
        {
            Move(_elsewhere, _home);
        }
        else if (!isAway && moved.Errno != Errno.None)
        {
            _addressSpace.Tell(new AddressSpaceProtocol.Zap(_elsewhere, PageSize.Size4KiB.Bytes, Unmap: true));
        }
        else
        {
            End();
        }
    }

    private void Move(VirtAddr from, VirtAddr to) =>
        _addressSpace.Tell(new AddressSpaceProtocol.Mremap(from, PageSize.Size4KiB.Bytes, to));
}
