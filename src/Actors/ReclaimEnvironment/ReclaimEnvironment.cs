namespace PhyrActors.Actors;

/// <summary>Swaps pages of a process out, as under memory pressure (mm/vmscan.c:shrink_folio_list).</summary>
public sealed class ReclaimEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private bool _underWay;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public ReclaimEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    {
        _addressSpace = addressSpace;
        _aim = aim;
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<FolioManagerProtocol.OperationDone>(_ => _underWay = false);
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
            _addressSpace.Tell(new AddressSpaceProtocol.OperateAt(_aim.Draw(), RmapOperation.Reclaim));
        }
    }
}
