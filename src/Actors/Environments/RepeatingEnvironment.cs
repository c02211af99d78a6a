namespace PhyrActors.Actors;

/// <summary>Does something to memory again and again, one attempt at a time: while one is under way, none is
/// due.</summary>
/// <typeparam name="TAnswer">What ends an attempt.</typeparam>
public abstract class RepeatingEnvironment<TAnswer> : ReceiveActor, IWithTimers
{
    private bool _underWay;

    /// <param name="interval">Time between attempts.</param>
    protected RepeatingEnvironment(TimeSpan interval)
    {
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<TAnswer>(_ =>
        {
            _underWay = false;
        });
        Receive<EnvironmentProtocol.EndEnvironment>(_ => Timers.Cancel(EnvironmentProtocol.AttemptDue.Instance));
        Timers.StartPeriodicTimer(
            EnvironmentProtocol.AttemptDue.Instance, EnvironmentProtocol.AttemptDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Begins an attempt.</summary>
    protected abstract void Attempt();

    private void OnDue()
    {
        if (!_underWay)
        {
            _underWay = true;
            Attempt();
        }
    }
}
