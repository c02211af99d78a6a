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

    [Fact]
    public void Children_are_listed_and_named_in_the_order_of_their_making()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Naming()));

        parent.Tell("list");

        ExpectMsg("$a,$b,$c");
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
