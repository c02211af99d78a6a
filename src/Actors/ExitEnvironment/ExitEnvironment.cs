namespace PhyrActors.Actors;

/// <summary>Lets the process exit with its pins alive, once: whoever holds them lets go later.</summary>
public sealed class ExitEnvironment : ReceiveActor, IWithTimers
{
    /// <param name="pinner">Who pins for the process.</param>
    /// <param name="after">When.</param>
    public ExitEnvironment(IActorRef pinner, TimeSpan after)
    {
        Receive<EnvironmentProtocol.AttemptDue>(_ => pinner.Tell(new GupPinnerProtocol.EndProcess()));
        Receive<GupPinnerProtocol.ProcessEnded>(static _ => { });
        Receive<EnvironmentProtocol.EndEnvironment>(_ => Timers.Cancel(EnvironmentProtocol.AttemptDue.Instance));
        Timers.StartSingleTimer(
            EnvironmentProtocol.AttemptDue.Instance, EnvironmentProtocol.AttemptDue.Instance, after);
    }

    public ITimerScheduler Timers { get; set; } = null!;
}
