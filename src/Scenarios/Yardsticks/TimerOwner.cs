using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Starts a timer when it is told to go, and tells its listener, if it has one, when the timer
/// fires.</summary>
internal sealed class TimerOwner : ReceiveActor, IWithTimers
{
    public TimerOwner(TimeSpan after, IActorRef? listener)
    {
        Receive<Go>(_ => Timers.StartSingleTimer(Fired.Instance, Fired.Instance, after));
        Receive<Fired>(_ => listener?.Tell(new Note("fired")));
        Receive<Note>(static _ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record Fired
    {
        public static readonly Fired Instance = new();
    }
}
