namespace PhyrActors.Semantics.Tests;

public sealed class EventFilterTests() : TestKit("akka.loglevel = DEBUG")
{
    [Fact]
    public void What_an_actor_logs_is_expected_by_level_and_text()
    {
        IActorRef actor = ActorOf(Props.Create(() => new Logging()));

        EventFilter.Debug("at d").ExpectOne(() => actor.Tell('d'));
        EventFilter.Info(start: "at").ExpectOne(() => actor.Tell('i'));
        EventFilter.Warning(contains: "t w").ExpectOne(() => actor.Tell('w'));
        EventFilter.Error(source: actor.Path.ToString()).ExpectOne(() => actor.Tell('e'));
    }

    [Fact]
    public void Another_number_of_lines_fails_the_test()
    {
        IActorRef actor = ActorOf(Props.Create(() => new Logging()));

        Assert.ThrowsAny<Exception>(() => EventFilter.Warning("at w").Expect(
            2, TimeSpan.FromMilliseconds(300), () => actor.Tell('w')));
        Assert.ThrowsAny<Exception>(() => EventFilter.Warning("at w").Expect(
            0, TimeSpan.FromMilliseconds(300), () => actor.Tell('w')));
    }

    [Fact]
    public void A_failure_is_logged_by_the_supervisor_that_deals_with_it()
    {
        IActorRef actor = ActorOf(Props.Create(() => new Reporter(ActorRefs.Nobody)));

        EventFilter.Exception<TimeoutException>("too slow").ExpectOne(
            () => actor.Tell(new Throw(new TimeoutException("too slow"))));
    }

    [Fact]
    public void A_failure_that_is_resumed_is_a_warning()
    {
        IActorRef parent = ActorOf(Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Resume))));
        parent.Tell(new MakeChild(Props.Create(() => new Reporter(ActorRefs.Nobody)), "child"));
        IActorRef child = ExpectMsg<IActorRef>();

        EventFilter.Warning(contains: "too slow").ExpectOne(
            () => child.Tell(new Throw(new TimeoutException("too slow"))));
    }

    [Fact]
    public void A_kill_and_a_failed_start_are_logged()
    {
        IActorRef actor = ActorOf(Props.Create(() => new Reporter(ActorRefs.Nobody)));

        EventFilter.Exception<ActorKilledException>().ExpectOne(() => actor.Tell(Kill.Instance));
        EventFilter.Exception<ActorInitializationException>().ExpectOne(
            () => ActorOf(Props.Create(() => new Stillborn())));
    }

    [Fact]
    public void Dead_letters_are_expected_by_class_and_content()
    {
        IActorRef actor = ActorOf(Props.Create(() => new Reporter(ActorRefs.Nobody)));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        EventFilter.DeadLetter<string>().ExpectOne(() => actor.Tell("late"));
        EventFilter.DeadLetter<string>(text => text == "late").Expect(2, () =>
        {
            actor.Tell("late");
            actor.Tell("later");
            actor.Tell("late");
        });
    }

    [Fact]
    public void What_is_done_meanwhile_may_have_a_result()
    {
        string result = EventFilter.Error("text").ExpectOne(() =>
        {
            Sys.Log.Error("text");
            return "result";
        });

        Assert.Equal("result", result);
        Assert.Equal("muted", EventFilter.Error().Mute(() => "muted"));
    }

    private sealed class Stillborn : ReceiveActor
    {
        protected override void PreStart() => throw new TimeoutException("stillborn");
    }

    private sealed class Logging : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        public Logging()
        {
            Receive<char>(level => level == 'd', level => _log.Debug("at {0}", level));
            Receive<char>(level => level == 'i', level => _log.Info("at {0}", level));
            Receive<char>(level => level == 'w', level => _log.Warning("at {0}", level));
            Receive<char>(level => _log.Error("at {0}", level));
        }
    }
}
