namespace PhyrActors.Semantics.Tests;

public sealed class TestSchedulerTests()
    : TestKit("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_is_due_until_time_is_advanced()
    {
        Scheduler.ScheduleTellOnce(s_second, TestActor, "due", ActorRefs.NoSender);
        ExpectNoMsg(TimeSpan.FromSeconds(2));

        Scheduler.Advance(s_second);

        ExpectMsg("due");
    }

    [Fact]
    public void What_is_due_later_waits()
    {
        Scheduler.ScheduleTellOnce(2 * s_second, TestActor, "second", ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(s_second, TestActor, "first", ActorRefs.NoSender);

        Scheduler.Advance(s_second);
        ExpectMsg("first");
        ExpectNoMsg(200);

        Scheduler.AdvanceTo(Scheduler.Now + s_second);
        ExpectMsg("second");
    }

    [Fact]
    public void What_is_due_comes_in_the_order_of_time()
    {
        Scheduler.ScheduleTellOnce(3 * s_second, TestActor, 3, ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(s_second, TestActor, 1, ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(2 * s_second, TestActor, 2, ActorRefs.NoSender);

        Scheduler.Advance(10 * s_second);

        Assert.Equal([1, 2, 3], ReceiveN(3).Cast<int>());
    }

    [Fact]
    public void What_is_cancelled_is_not_sent()
    {
        Cancelable cancelable = new(Sys.Scheduler);
        Scheduler.ScheduleTellOnce(s_second, TestActor, "cancelled", ActorRefs.NoSender, cancelable);

        cancelable.Cancel();
        Scheduler.Advance(2 * s_second);

        ExpectNoMsg(200);
    }

    [Fact]
    public void Time_cannot_be_turned_back() => Assert.Throws<InvalidOperationException>(
        () => Scheduler.AdvanceTo(Scheduler.Now - s_second));

    [Fact]
    public void An_actors_timers_run_by_it()
    {
        ActorOf(Props.Create(() => new Ticking(TestActor, s_second, false)));
        ExpectMsg("started");

        Scheduler.Advance(s_second);

        ExpectMsg("tick");
        ExpectNoMsg(200);
    }

    [FactInTree("Its scheduler gives a periodic timer one tick for each advance, however long.")]
    public void A_periodic_timer_ticks_as_often_as_its_interval_passes()
    {
        ActorOf(Props.Create(() => new Ticking(TestActor, s_second, false)));
        ExpectMsg("started");

        Scheduler.Advance(10 * s_second);

        Assert.Equal(10, ReceiveWhile<string>(_ => true, s_second).Count);
    }

    [FactInTree("Its scheduler runs everything due at the end of the advance.")]
    public void Each_tick_comes_at_its_own_time()
    {
        ActorOf(Props.Create(() => new Ticking(TestActor, s_second, true)));
        ExpectMsg("started");
        TimeSpan before = Scheduler.MonotonicClock;

        Scheduler.Advance(3 * s_second);

        Assert.Equal([before + s_second, before + (2 * s_second), before + (3 * s_second)],
            ReceiveN(3).Cast<TimeSpan>());
    }

    [FactInTree("Its monotonic clock is the machine's.")]
    public void The_monotonic_clock_moves_with_the_time()
    {
        TimeSpan before = Scheduler.MonotonicClock;

        Scheduler.Advance(TimeSpan.FromDays(1));

        Assert.Equal(TimeSpan.FromDays(1), Scheduler.MonotonicClock - before);
    }

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking(IActorRef probe, TimeSpan interval, bool tellsTime)
        {
            Receive<string>(tick => probe.Tell(tellsTime ? Context.System.Scheduler.MonotonicClock : (object)tick));
            Timers.StartPeriodicTimer("key", "tick", interval);
            probe.Tell("started");
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
