namespace PhyrActors.Actors;

/// <summary>Takes two pages of a process for equal and merges them (mm/ksm.c).</summary>
public sealed class KsmEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private bool _underWay;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public KsmEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    {
        _addressSpace = addressSpace;
        _aim = aim;
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<AddressSpaceProtocol.Merged>(_ => _underWay = false);
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
            (VirtAddr kept, VirtAddr other) = _aim.DrawPair();
            _addressSpace.Tell(new AddressSpaceProtocol.Merge(kept, other));
        }
    }
}
