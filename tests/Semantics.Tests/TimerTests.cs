namespace PhyrActors.Semantics.Tests;

public sealed class TimerTests : TestKit
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void A_single_timer_fires_once()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers => timers.StartSingleTimer("key", "tick", s_short)));

        ExpectMsg("tick");
        ExpectNoMsg(300);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_cancelled()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers => timers.StartPeriodicTimer("key", "tick", s_short)));
        ExpectMsg("tick");
        ExpectMsg("tick");
        actor.Tell(new Act(timers => timers.Cancel("key")));
        actor.Tell("cancelled");

        FishForMessage(message => Equals(message, "cancelled"));
        ExpectNoMsg(300);
    }

    [Fact]
    public void Starting_a_key_again_replaces_its_timer()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers =>
        {
            timers.StartSingleTimer("key", "old", s_short);
            timers.StartSingleTimer("key", "new", s_short);
        }));

        ExpectMsg("new");
        ExpectNoMsg(300);
    }

    [Fact]
    public void A_timer_of_an_earlier_incarnation_is_silent()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers => timers.StartSingleTimer("key", "tick", s_short)));
        actor.Tell(new Act(_ => throw new TimeoutException()));

        ExpectNoMsg(300);
    }

    [Fact]
    public void A_timer_can_be_started_in_the_constructor()
    {
        Sys.ActorOf(Props.Create(() => new Eager(TestActor)));

        ExpectMsg("eager");
    }

    [Fact]
    public void A_timer_is_active_until_its_tick_is_handled()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers => timers.StartSingleTimer("key", "tick", s_short)));
        actor.Tell(new Act(timers => TestActor.Tell(timers.IsTimerActive("key"))));
        ExpectMsg(true);
        ExpectMsg("tick");
        actor.Tell(new Act(timers => TestActor.Tell(timers.IsTimerActive("key"))));

        ExpectMsg(false);
    }

    [Fact]
    public void A_periodic_timer_may_begin_later_than_its_interval()
    {
        IActorRef actor = MakeTimed();
        TimeSpan before = Sys.Scheduler.MonotonicClock;

        actor.Tell(new Act(timers =>
            timers.StartPeriodicTimer("key", "tick", TimeSpan.FromMilliseconds(300), s_short)));
        ExpectMsg("tick");

        Assert.True(Sys.Scheduler.MonotonicClock - before > TimeSpan.FromMilliseconds(200));
        ExpectMsg("tick");
    }

    [Fact]
    public void A_tick_that_waits_when_its_timer_is_cancelled_is_silent()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers => timers.StartSingleTimer("key", "tick", s_short)));
        actor.Tell(new Act(timers =>
        {
            // On the wall clock a tick waits in the mailbox only while a handler outlasts the delay. Virtual time
            // cannot stand for that: it stands still within a handler, where a timer is no message until it fires,
            // and the kit's TestScheduler refuses to be moved by an actor.
            Thread.Sleep(150);
            timers.Cancel("key");
        }));
        actor.Tell("cancelled");

        ExpectMsg("cancelled");
        ExpectNoMsg(200);
    }

    [Fact]
    public void All_timers_can_be_cancelled_at_once()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers =>
        {
            timers.StartSingleTimer("one", "tick", s_short);
            timers.StartPeriodicTimer("two", "tick", s_short);
            timers.CancelAll();
            TestActor.Tell(timers.ActiveTimers.Count);
        }));

        ExpectMsg(0);
        ExpectNoMsg(200);
    }

    [Fact]
    public void Active_timers_are_known_by_their_keys()
    {
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers =>
        {
            timers.StartSingleTimer("one", "tick", TimeSpan.FromHours(1));
            timers.StartPeriodicTimer("two", "tick", TimeSpan.FromHours(1));
            TestActor.Tell(string.Join(",", timers.ActiveTimers.Cast<string>().Order()));
        }));

        ExpectMsg("one,two");
    }

    [Fact]
    public void A_message_puts_a_receive_timeout_off()
    {
        Patient(out IActorRef actor);
        TimeSpan before = Sys.Scheduler.MonotonicClock;
        ExpectNoMsg(500);

        actor.Tell("message");

        ExpectMsg("bored", TimeSpan.FromSeconds(5));
        Assert.True(Sys.Scheduler.MonotonicClock - before > TimeSpan.FromMilliseconds(1900));
    }

    [Fact]
    public void A_neutral_message_does_not_put_a_receive_timeout_off()
    {
        Patient(out IActorRef actor);
        TimeSpan before = Sys.Scheduler.MonotonicClock;
        ExpectNoMsg(1000);

        actor.Tell(new Neutral());

        ExpectMsg("bored");
        Assert.True(Sys.Scheduler.MonotonicClock - before < TimeSpan.FromMilliseconds(2400));
    }

    [Fact]
    public void A_receive_timeout_comes_again_until_it_is_switched_off()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Bored(TestActor)));

        ExpectMsg("bored");
        ExpectMsg("bored");
        actor.Tell("off");
        FishForMessage(message => Equals(message, "off"));

        ExpectNoMsg(300);
    }

    [Fact]
    public void A_stopped_actors_timers_make_no_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        IActorRef actor = MakeTimed();

        actor.Tell(new Act(timers => timers.StartPeriodicTimer("key", "tick", s_short)));
        ExpectMsg("tick");
        Sys.Stop(actor);

        ExpectNoMsgBut("tick");
    }

    private void Patient(out IActorRef actor)
    {
        actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, TimeSpan.FromMilliseconds(1500))));
        ExpectMsg("waiting");
    }

    private void ExpectNoMsgBut(string allowed)
    {
        while (ReceiveOne(TimeSpan.FromMilliseconds(300)) is { } message)
        {
            Assert.Equal(allowed, message);
        }
    }

    private IActorRef MakeTimed() => Sys.ActorOf(Props.Create(() => new Timed(TestActor)));

    private sealed record Act(Action<ITimerScheduler> Do);

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(IActorRef probe)
        {
            Receive<Act>(act => act.Do(Timers));
            ReceiveAny(message => probe.Tell(message));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Eager : ReceiveActor, IWithTimers
    {
        public Eager(IActorRef probe)
        {
            ReceiveAny(message => probe.Tell(message));
            Timers.StartSingleTimer("key", "eager", s_short);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed record Neutral : INotInfluenceReceiveTimeout;

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(IActorRef probe, TimeSpan timeout)
        {
            Context.SetReceiveTimeout(timeout);
            Receive<ReceiveTimeout>(_ => probe.Tell("bored"));
            ReceiveAny(_ => { });
            probe.Tell("waiting");
        }
    }

    private sealed class Bored : ReceiveActor
    {
        public Bored(IActorRef probe)
        {
            Context.SetReceiveTimeout(s_short);
            Receive<ReceiveTimeout>(_ => probe.Tell("bored"));
            ReceiveAny(message =>
            {
                Context.SetReceiveTimeout(null);
                probe.Tell(message);
            });
        }
    }
}
