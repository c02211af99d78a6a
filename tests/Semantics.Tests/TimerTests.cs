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
