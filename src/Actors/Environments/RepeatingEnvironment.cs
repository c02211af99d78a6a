namespace PhyrActors.Actors;

/// <summary>Does something to memory again and again, one attempt at a time: while one is under way, none is
/// due.</summary>
public abstract class RepeatingEnvironment : ReceiveActor, IWithTimers
{
    private bool _underWay;

    /// <param name="interval">Time between attempts.</param>
    protected RepeatingEnvironment(TimeSpan interval)
    {
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<EnvironmentProtocol.EndEnvironment>(_ => Timers.Cancel(EnvironmentProtocol.AttemptDue.Instance));
        Timers.StartPeriodicTimer(
            EnvironmentProtocol.AttemptDue.Instance, EnvironmentProtocol.AttemptDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Begins an attempt.</summary>
    protected abstract void Attempt();

    /// <summary>The attempt is over.</summary>
    protected void End() => _underWay = false;

    private void OnDue()
    {
        if (!_underWay)
        {
            _underWay = true;
            Attempt();
        }
    }
}

/// <summary>The same where one message ends an attempt.</summary>
/// <typeparam name="TAnswer">What ends an attempt.</typeparam>
public abstract class RepeatingEnvironment<TAnswer> : RepeatingEnvironment
{
    /// <param name="interval">Time between attempts.</param>
    protected RepeatingEnvironment(TimeSpan interval)
        : base(interval) => Receive<TAnswer>(_ => End());
}
