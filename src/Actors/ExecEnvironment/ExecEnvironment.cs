namespace PhyrActors.Actors;

/// <summary>Lets the process start another program with its pins alive.</summary>
public sealed class ExecEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _pinner;
    private bool _underWay;

    /// <param name="pinner">Who pins for the process.</param>
    /// <param name="interval">Time between execs.</param>
    public ExecEnvironment(IActorRef pinner, TimeSpan interval)
    {
        _pinner = pinner;
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<GupPinnerProtocol.Execed>(_ =>
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
            _pinner.Tell(new GupPinnerProtocol.Exec());
        }
    }
}
