using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Starts a timeout with its request and asks once more, without one, if it fires before the reply.</summary>
internal sealed class RetryingClient : ReceiveActor, IWithTimers
{
    private readonly IActorRef _server;
    private readonly int _number;

    public RetryingClient(IActorRef server, int number)
    {
        (_server, _number) = (server, number);
        Receive<Go>(_ => OnGo());
        Receive<TimedOut>(_ => _server.Tell(new Ask(_number, 2)));
        Receive<Reply>(_ => Timers.Cancel(TimedOut.Instance));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnGo()
    {
        _server.Tell(new Ask(_number, 1));
        Timers.StartSingleTimer(TimedOut.Instance, TimedOut.Instance, TimeSpan.FromSeconds(1));
    }

    private sealed record TimedOut
    {
        public static readonly TimedOut Instance = new();
    }
}
