namespace PhyrActors.Actors;

/// <summary>Takes pages of the process away without waiting for anybody (mm/oom_kill.c:__oom_reap_task_mm): where
/// somebody mirrors them, nothing happens.</summary>
public sealed class OomReaperEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private bool _underWay;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public OomReaperEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    {
        _addressSpace = addressSpace;
        _aim = aim;
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<AddressSpaceProtocol.Zapped>(_ =>
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
                new AddressSpaceProtocol.Zap(_aim.Draw(), PageSize.Size4KiB.Bytes, Unmap: false) { MayBlock = false });
        }
    }
}
