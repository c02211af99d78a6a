namespace PhyrActors.Actors;

/// <summary>Has small folios of a process copied to one of 2 MiB (mm/khugepaged.c:khugepaged_scan_mm_slot).</summary>
public sealed class CollapseEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly PageAim _aim;
    private bool _underWay;

    /// <param name="addressSpace">The process.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public CollapseEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    {
        (_addressSpace, _aim) = (addressSpace, aim);
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<AddressSpaceProtocol.Collapsed>(_ => _underWay = false);
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
            _addressSpace.Tell(new AddressSpaceProtocol.Collapse(_aim.Draw()));
        }
    }
}
