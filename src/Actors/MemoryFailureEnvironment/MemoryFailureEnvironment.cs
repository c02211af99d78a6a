namespace PhyrActors.Actors;

/// <summary>Lets memory of a process fail (mm/memory-failure.c:memory_failure).</summary>
public sealed class MemoryFailureEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private bool _underWay;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public MemoryFailureEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
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
            _addressSpace.Tell(new AddressSpaceProtocol.OperateAt(_aim.Draw(), RmapOperation.Fail));
        }
    }
}
