namespace PhyrActors.Semantics.Tests;

public sealed class LifecycleTests : TestKit
{
    [Fact]
    public void The_first_start_is_constructor_then_PreStart()
    {
        MakeReporter();

        ExpectMsg("constructor");
        ExpectMsg("PreStart");
        ExpectNoMsg(300);
    }

    [Fact]
    public void A_restart_ends_the_old_instance_before_it_makes_the_new_one()
    {
        IActorRef actor = StartedReporter();

        actor.Tell(new Throw(new TimeoutException()));

        ExpectMsg("PreRestart Throw");
        ExpectMsg("PostStop");
        ExpectMsg("constructor");
        ExpectMsg("PostRestart");
        ExpectMsg("PreStart");
    }

    [Fact]
    public void A_restart_drops_the_failing_message_only()
    {
        IActorRef actor = StartedReporter();

        actor.Tell(new Throw(new TimeoutException()));
        actor.Tell("next");

        FishForMessage(message => Equals(message, "PreStart"));
        ExpectMsg("next");
        ExpectNoMsg(300);
    }

    [Fact]
    public void A_poison_pill_waits_its_turn_and_what_is_behind_it_is_lost()
    {
        IActorRef actor = StartedReporter();
        Watch(actor);
        TestProbe letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));

        actor.Tell("1");
        actor.Tell(PoisonPill.Instance);
        actor.Tell("2");

        ExpectMsg("1");
        ExpectMsg("PostStop");
        Assert.True(ExpectTerminated(actor).ExistenceConfirmed);
        Assert.Equal("2", letters.FishForMessage<DeadLetter>(letter => letter.Message is string).Message);
    }

    [Fact]
    public void A_kill_waits_its_turn_and_stops_the_actor_by_its_supervisor()
    {
        IActorRef actor = StartedReporter();
        Watch(actor);

        actor.Tell("1");
        actor.Tell(Kill.Instance);
        actor.Tell("2");

        ExpectMsg("1");
        ExpectMsg("PostStop");
        ExpectTerminated(actor);
        ExpectNoMsg(300);
    }

    [Fact]
    public void Stop_ends_children_before_their_parent()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new StoppingParent(TestActor)));
        ExpectMsg("ready");

        Sys.Stop(parent);

        ExpectMsg("child");
        ExpectMsg("parent");
    }

    [Fact]
    public void What_fails_to_start_is_stopped()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stillborn(TestActor)));
        Watch(actor);

        Terminated terminated = ExpectMsg<Terminated>();

        Assert.Equal(actor, terminated.ActorRef);
    }

    [Fact]
    public void A_name_is_free_again_once_its_actor_is_gone()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Reusing(TestActor)));

        parent.Tell("go");

        ExpectMsg("taken");
        ExpectMsg("free");
    }

    [Fact]
    public void Illegal_names_are_refused() =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Reporter(TestActor)), "a b"));

    [FactInTree("Children are listed in an order that depends on the hashes of their names.")]
    public void Children_are_listed_in_the_order_of_their_making()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Naming()));

        parent.Tell("list");

        ExpectMsg("$a,$b,$c");
    }

    [Fact]
    public void Children_without_a_name_are_named_in_the_order_of_their_making()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Naming()));

        parent.Tell("list");

        Assert.Equal(["$a", "$b", "$c"], ExpectMsg<string>().Split(',').Order());
    }

    [Fact]
    public void A_child_is_found_by_its_name_and_else_is_nobody()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(SupervisorStrategy.DefaultStrategy)));
        parent.Tell(new MakeChild(Props.Create(() => new Reporter(ActorRefs.Nobody)), "child"));
        IActorRef child = ExpectMsg<IActorRef>();

        parent.Tell(new FindChild("child"));
        parent.Tell(new FindChild("stranger"));

        ExpectMsg(child);
        Assert.True(ExpectMsg<IActorRef>().IsNobody());
    }

    [Fact]
    public void Stop_lets_the_message_being_handled_end_and_none_behind_it_begin()
    {
        TestProbe letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Suicidal(TestActor)));
        Watch(actor);

        actor.Tell("1");
        actor.Tell("2");

        ExpectMsg("handling 1");
        ExpectMsg("handled 1");
        ExpectMsg("PostStop");
        ExpectTerminated(actor);
        Assert.Equal("2", letters.FishForMessage<DeadLetter>(letter => letter.Message is string).Message);
    }

    [Fact]
    public void A_restart_keeps_path_and_watchers()
    {
        IActorRef actor = StartedReporter();
        Watch(actor);

        actor.Tell(new Throw(new TimeoutException()));
        FishForMessage(message => Equals(message, "PreStart"));
        actor.Tell("alive");

        ExpectMsg("alive");
        Assert.Equal(actor, LastSender);
        Sys.Stop(actor);
        ExpectMsg("PostStop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void What_fails_in_PreStart_is_stopped_and_its_failure_says_why()
    {
        OneForOneStrategy strategy = new(cause =>
        {
            TestActor.Tell(cause);
            return Directive.Stop;
        });
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));

        parent.Tell(new MakeChild(Props.Create(() => new FailingInPreStart()), "child"));

        ActorInitializationException failure =
            FishForMessage<ActorInitializationException>(_ => true);
        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    private IActorRef MakeReporter() => Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));

    private IActorRef StartedReporter()
    {
        IActorRef actor = MakeReporter();
        ExpectMsg("constructor");
        ExpectMsg("PreStart");
        return actor;
    }

    private sealed class StoppingParent : ReceiveActor
    {
        private readonly IActorRef _probe;

        public StoppingParent(IActorRef probe)
        {
            _probe = probe;
            Context.ActorOf(Props.Create(() => new Stopping(probe)));
        }

        protected override void PreStart() => _probe.Tell("ready");

        protected override void PostStop() => _probe.Tell("parent");
    }

    private sealed class Stopping : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Stopping(IActorRef probe) => _probe = probe;

        protected override void PostStop() => _probe.Tell("child");
    }

    private sealed class Suicidal : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Suicidal(IActorRef probe)
        {
            _probe = probe;
            Receive<string>(message =>
            {
                probe.Tell("handling " + message);
                Context.Stop(Self);
                probe.Tell("handled " + message);
            });
        }

        protected override void PostStop() => _probe.Tell("PostStop");
    }

    private sealed class FailingInPreStart : ReceiveActor
    {
        protected override void PreStart() => throw new TimeoutException();
    }

    private sealed class Stillborn : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Stillborn(IActorRef probe)
        {
            _probe = probe;
            if (probe is not null)
            {
                throw new TimeoutException();
            }
        }

        protected override void PostStop() => _probe.Tell("never");
    }

    private sealed class Reusing : ReceiveActor
    {
        public Reusing(IActorRef probe)
        {
            IActorRef child = Make();
            Context.Watch(child);
            Receive<string>(_ =>
            {
                Context.Stop(child);
                try
                {
                    Make();
                }
                catch (InvalidActorNameException)
                {
                    probe.Tell("taken");
                }
            });
            Receive<Terminated>(_ =>
            {
                Make();
                probe.Tell("free");
            });
        }

        private static IActorRef Make() => Context.ActorOf(Props.Create(() => new Stopping(ActorRefs.Nobody)), "name");
    }

    private sealed class Naming : ReceiveActor
    {
        public Naming()
        {
            for (int i = 0; i < 3; i++)
            {
                Context.ActorOf(Props.Create(() => new Stopping(ActorRefs.Nobody)));
            }

            Receive<string>(_ => Sender.Tell(
                string.Join(",", Context.GetChildren().Select(child => child.Path.Name))));
        }
    }
}
