namespace PhyrActors.Actors;

/// <summary>Unmaps a page of the process and maps something there again.</summary>
public sealed class MunmapEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private readonly Func<VirtAddr, AddressSpaceProtocol.Mmap> _map;
    private bool _underWay;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="map">What is mapped at an address that was unmapped.</param>
    /// <param name="interval">Time between attempts.</param>
    public MunmapEnvironment(
        IActorRef addressSpace, PageAim aim, Func<VirtAddr, AddressSpaceProtocol.Mmap> map, TimeSpan interval)
    {
        _addressSpace = addressSpace;
        _aim = aim;
        _map = map;
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<AddressSpaceProtocol.Zapped>(OnZapped);
        Receive<AddressSpaceProtocol.Mmapped>(_ =>
        {
            _underWay = false;
        });
        Receive<EnvironmentProtocol.EndEnvironment>(_ => Timers.Cancel(EnvironmentProtocol.AttemptDue.Instance));
        Timers.StartPeriodicTimer(
            EnvironmentProtocol.AttemptDue.Instance, EnvironmentProtocol.AttemptDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnDue()
    {
        if (!_underWay)
        {
            _underWay = true;
            _addressSpace.Tell(
                new AddressSpaceProtocol.Zap(_aim.Draw(), PageSize.Size4KiB.Bytes, Unmap: true));
        }
    }

    private void OnZapped(AddressSpaceProtocol.Zapped zapped) => _addressSpace.Tell(_map(zapped.Start));
}
