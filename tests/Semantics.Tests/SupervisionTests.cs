namespace PhyrActors.Semantics.Tests;

public sealed class SupervisionTests : TestKit
{
    [Fact]
    public void Resume_keeps_the_instance_and_goes_on_with_the_next_message()
    {
        IActorRef child = MakeChild(new OneForOneStrategy(_ => Directive.Resume));

        child.Tell(new Throw(new TimeoutException()));
        child.Tell("next");

        ExpectMsg("next");
    }

    [Fact]
    public void Restart_has_no_limit_unless_one_is_given()
    {
        IActorRef child = MakeChild(new OneForOneStrategy(_ => Directive.Restart));

        for (int i = 0; i < 20; i++)
        {
            child.Tell(new Throw(new TimeoutException()));
        }

        child.Tell("alive");

        FishForMessage(message => Equals(message, "alive"));
    }

    [Fact]
    public void A_child_is_stopped_when_it_fails_more_often_than_it_may()
    {
        IActorRef child = MakeChild(new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Watch(child);

        for (int i = 0; i < 3; i++)
        {
            child.Tell(new Throw(new TimeoutException()));
        }

        FishForMessage(message => message is Terminated);
    }

    [Fact]
    public void Escalate_makes_the_parent_fail()
    {
        IActorRef grandparent = Sys.ActorOf(
            Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Stop))));
        IActorRef parent = Make(
            grandparent, Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Escalate))), "parent");
        IActorRef child = Make(parent, Props.Create(() => new Reporter(TestActor)), "child");
        Watch(parent);

        child.Tell(new Throw(new TimeoutException()));

        FishForMessage(message => message is Terminated terminated && terminated.ActorRef.Equals(parent));
    }

    [Fact]
    public void An_escalated_failure_that_is_resumed_lets_the_child_go_on()
    {
        IActorRef grandparent = Sys.ActorOf(
            Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Resume))));
        IActorRef parent = Make(
            grandparent, Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Escalate))), "parent");
        IActorRef child = Make(parent, Props.Create(() => new Reporter(TestActor)), "child");

        child.Tell(new Throw(new TimeoutException()));
        child.Tell("next");

        FishForMessage(message => Equals(message, "next"));
    }

    [Fact]
    public void All_for_one_restarts_the_brothers_of_the_failed_child()
    {
        TestProbe brother = CreateTestProbe();
        IActorRef parent = Sys.ActorOf(
            Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Restart))));
        IActorRef failing = Make(parent, Props.Create(() => new Reporter(TestActor)), "failing");
        IActorRef well = Make(parent, Props.Create(() => new Reporter(brother.Ref)), "well");

        failing.Tell(new Throw(new TimeoutException()));

        brother.FishForMessage(message => Equals(message, "PostRestart"));
        brother.ExpectMsg("PreStart");
        well.Tell("alive");
        brother.ExpectMsg("alive");
    }

    [Fact]
    public void All_for_one_stops_every_child()
    {
        TestProbe brother = CreateTestProbe();
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Stop))));
        IActorRef failing = Make(parent, Props.Create(() => new Reporter(TestActor)), "failing");
        IActorRef well = Make(parent, Props.Create(() => new Reporter(brother.Ref)), "well");
        brother.Watch(well);

        failing.Tell(new Throw(new TimeoutException()));

        brother.FishForMessage(message => message is Terminated);
    }

    [Fact]
    public void A_restart_stops_the_children_of_the_old_instance()
    {
        IActorRef parent = Sys.ActorOf(
            Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Restart))), "restarting");
        IActorRef child = Make(parent, Props.Create(() => new Reporter(TestActor)), "child");
        Watch(child);

        parent.Tell(new Throw(new TimeoutException()));

        FishForMessage(message => message is Terminated);
        parent.Tell("children");
        ExpectMsg(string.Empty);
    }

    [Fact]
    public void Children_that_survive_a_restart_are_restarted_after_it()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Keeping(TestActor)));
        ExpectMsg("constructor");
        ExpectMsg("PreStart");

        parent.Tell(new Throw(new TimeoutException()));

        ExpectMsg("parent restarted");
        ExpectMsg("PreRestart ");
        ExpectMsg("PostStop");
        ExpectMsg("constructor");
        ExpectMsg("PostRestart");
        ExpectMsg("PreStart");
        parent.Tell("pass on");
        ExpectMsg("pass on");
    }

    [Fact]
    public void A_failing_PreRestart_does_not_keep_an_actor_from_its_restart()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Clumsy(TestActor)));
        ExpectMsg("constructor");

        actor.Tell("fail");

        ExpectMsg("constructor");
        ExpectNoMsg(300);
    }

    [Theory]
    [InlineData(true, Directive.Stop)]
    [InlineData(false, Directive.Restart)]
    public void The_default_decider_stops_on_failures_of_life_itself_and_restarts_on_others(
        bool ofLife, Directive expected)
    {
        Exception cause = ofLife ? new ActorKilledException("killed") : new TimeoutException();

        Directive directive = SupervisorStrategy.DefaultDecider.Decide(cause);

        Assert.Equal(expected, directive);
    }

    [Fact]
    public void What_a_failed_actor_has_not_handled_waits_for_the_directive()
    {
        IActorRef child = null!;
        OneForOneStrategy strategy = new(_ =>
        {
            child.Tell("while suspended");
            TestActor.Tell("decided");
            return Directive.Resume;
        });
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
        child = Make(parent, Props.Create(() => new Reporter(TestActor)), "child");

        child.Tell(new Throw(new TimeoutException()));
        child.Tell("before");

        ExpectMsg("decided");
        string[] received = [ExpectMsg<string>(), ExpectMsg<string>()];
        Assert.Equal(["before", "while suspended"], received.Order());
    }

    [Fact]
    public void The_children_of_a_failed_actor_wait_with_it()
    {
        IActorRef child = null!;
        TestProbe letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        OneForOneStrategy strategy = new(_ =>
        {
            child.Tell("while suspended");
            return Directive.Stop;
        });
        IActorRef grandparent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
        IActorRef parent = Make(
            grandparent, Props.Create(() => new Parent(SupervisorStrategy.DefaultStrategy)), "parent");
        child = Make(parent, Props.Create(() => new Reporter(TestActor)), "child");

        parent.Tell(new Throw(new TimeoutException()));

        Assert.Equal(
            "while suspended", letters.FishForMessage<DeadLetter>(letter => letter.Message is string).Message);
        ExpectMsg("PostStop");
        ExpectNoMsg(200);
    }

    [Fact]
    public void Escalation_to_the_top_restarts_who_escalated()
    {
        IActorRef parent = Sys.ActorOf(
            Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Escalate))), "escalating");
        IActorRef child = Make(parent, Props.Create(() => new Reporter(TestActor)), "child");
        Watch(child);

        child.Tell(new Throw(new TimeoutException()));

        FishForMessage(message => message is Terminated);
        AwaitAssert(() =>
        {
            parent.Tell("children");
            ExpectMsg(string.Empty);
        });
    }

    [Fact]
    public void Props_may_bring_their_own_strategy()
    {
        Props props = Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Restart)))
            .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop));
        IActorRef child = Make(Sys.ActorOf(props), Props.Create(() => new Reporter(TestActor)), "child");
        Watch(child);

        child.Tell(new Throw(new TimeoutException()));

        FishForMessage(message => message is Terminated);
    }

    [Fact]
    public void Restarts_are_counted_within_the_range_of_time_only()
    {
        IActorRef child = MakeChild(
            new OneForOneStrategy(1, TimeSpan.FromMilliseconds(200), _ => Directive.Restart));
        child.Tell(new Throw(new TimeoutException()));
        FishForMessage(message => Equals(message, "PreStart"));
        ExpectNoMsg(400);

        child.Tell(new Throw(new TimeoutException()));
        child.Tell("alive");

        FishForMessage(message => Equals(message, "alive"));
    }

    private IActorRef MakeChild(SupervisorStrategy strategy)
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
        return Make(parent, Props.Create(() => new Reporter(TestActor)), "child");
    }

    /// <summary>Makes a child and takes the messages of its start.</summary>
    private IActorRef Make(IActorRef parent, Props props, string name)
    {
        TestProbe asking = CreateTestProbe();
        asking.Send(parent, new MakeChild(props, name));
        IActorRef child = asking.ExpectMsg<IActorRef>();
        while (props.Type == typeof(Reporter) && ReceiveOne(TimeSpan.FromMilliseconds(200)) is not (null or "PreStart"))
        {
        }

        return child;
    }

    private sealed class Keeping : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Keeping(IActorRef probe)
        {
            _probe = probe;
            Receive<Throw>((Action<Throw>)(message => throw message.Cause));
            Receive<string>(message => Context.Child("child").Tell(message));
        }

        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Reporter(_probe)), "child");

        protected override void PreRestart(Exception reason, object? message)
        {
        }

        protected override void PostRestart(Exception reason) => _probe.Tell("parent restarted");
    }

    private sealed class Clumsy : ReceiveActor
    {
        public Clumsy(IActorRef probe)
        {
            probe.Tell("constructor");
            Receive<string>((Action<string>)(_ => throw new TimeoutException()));
        }

        protected override void PreRestart(Exception reason, object? message) => throw new TimeoutException();
    }
}
