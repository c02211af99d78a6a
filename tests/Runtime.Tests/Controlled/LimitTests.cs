namespace PhyrActors.Runtime.Tests;

public sealed class LimitTests
{
    [Fact]
    public void A_run_that_never_ends_stops_at_its_step_limit_and_names_the_cycle()
    {
        using ControlledSystem system = Explore();
        StartPingPong(system);

        RunEnd end = system.Run(stepsMax: 2000);

        MessageCycle cycle = Assert.IsType<MessageCycle>(system.FindCycle());
        Assert.Equal((RunEnd.StepLimit, 2000), (end, system.Steps));
        Assert.Equal(
            "no end in sight, in the last 512 steps /user/ping to /user/pong: Request (256); "
            + "/user/pong to /user/ping: Reply (256)",
            cycle.ToString());
    }

    [Fact]
    public void A_cycle_is_told_from_work_beside_it()
    {
        using ControlledSystem system = Explore();
        StartPingPong(system);
        IActorRef sink = system.ActorOf(Props.Create(() => new Sink()), "sink");
        for (int i = 0; i < 40; i++)
        {
            sink.Tell(new Reply(i));
        }

        system.Run(stepsMax: 300);

        MessageCycle cycle = Assert.IsType<MessageCycle>(system.FindCycle());
        Assert.Equal(["ping", "pong"], cycle.Edges.Select(edge => edge.Sender.Path.Name).Order());
        Assert.Equal(["ping", "pong"], cycle.Edges.Select(edge => edge.Receiver.Path.Name).Order());
    }

    [Fact]
    public void A_limit_on_work_that_goes_straight_on_names_no_cycle()
    {
        using ControlledSystem system = Explore();
        IActorRef sink = system.ActorOf(Props.Create(() => new Sink()), "sink");
        for (int i = 0; i < 40; i++)
        {
            sink.Tell(new Reply(i));
        }

        RunEnd end = system.Run(stepsMax: 20);

        Assert.Equal(RunEnd.StepLimit, end);
        Assert.Null(system.FindCycle());
    }

    [Fact]
    public void A_timer_that_never_stops_meets_the_time_limit_and_is_named()
    {
        using ControlledSystem system = new("limit", new ControlledSettings { Costs = new NoCosts() });
        system.ActorOf(Props.Create(() => new Ticker()), "ticker");

        RunEnd end = system.Run(untilNanoseconds: 10_500_000_000);

        Assert.Equal((RunEnd.TimeLimit, 10_000_000_000), (end, system.TimeNanoseconds));
        MessageCycle cycle = Assert.IsType<MessageCycle>(system.FindCycle());
        MessageCycleEdge edge = Assert.Single(cycle.Edges);
        Assert.Equal((true, typeof(Go), 10), (edge.Timer, edge.Message, edge.Deliveries));
    }

    [Fact]
    public void A_run_goes_on_after_a_limit_as_if_there_had_been_none()
    {
        using ControlledSystem whole = Explore();
        StartPingPong(whole);
        whole.Run(stepsMax: 3000);
        using ControlledSystem halves = Explore();
        StartPingPong(halves);

        halves.Run(stepsMax: 1234);
        halves.Run(stepsMax: 3000);

        Assert.Equal(whole.Hash, halves.Hash);
    }

    private static ControlledSystem Explore() => new("limit", new ControlledSettings { Schedule = new RandomPick(1) });

    private static void StartPingPong(ControlledSystem system)
    {
        IActorRef pong = system.ActorOf(Props.Create(() => new Server(new List<int>())), "pong");
        system.ActorOf(Props.Create(() => new Client(pong, 1, int.MaxValue)), "ping").Tell(new Go());
    }

    private sealed class Sink : ReceiveActor
    {
        public Sink() => ReceiveAny(static _ => { });
    }

    private sealed class Ticker : ReceiveActor, IWithTimers
    {
        public Ticker() => Receive<Go>(static _ => { });

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() =>
            Timers.StartPeriodicTimer("tick", new Go(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    private sealed class NoCosts : ICostTable
    {
        public double Jitter => 0;

        public long MessageNanoseconds(Type receiver, Type message) => 0;

        public double WorkNanoseconds(string row) => 0;

        public long LatencyNanoseconds(Type sender, Type receiver) => 0;

        public double Probability(string site) => 0;
    }
}
