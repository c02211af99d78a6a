namespace PhyrActors.Semantics.Tests;

public sealed class BehaviorTests : TestKit
{
    [Fact]
    public void The_first_handler_whose_type_is_assignable_takes_the_message()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new BaseFirst()));

        actor.Tell(new Derived());

        ExpectMsg("base");
    }

    [Fact]
    public void A_predicate_that_does_not_hold_leaves_the_message_to_the_next_handler()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Predicates()));

        actor.Tell(5);
        actor.Tell(50);

        ExpectMsg("small");
        ExpectMsg("large");
    }

    [Fact]
    public void A_function_that_returns_false_leaves_the_message_to_the_next_handler()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Declining()));

        actor.Tell("message");

        ExpectMsg("next");
    }

    [Fact]
    public void Become_replaces_the_handlers()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Moody()));

        actor.Tell("become");
        actor.Tell("hello");

        ExpectMsg("other hello");
    }

    [Fact]
    public void A_stacked_behaviour_gives_way_to_the_one_below()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Moody()));

        actor.Tell("stack");
        actor.Tell("pop");
        actor.Tell("hello");

        ExpectMsg("first hello");
    }

    [Fact]
    public void A_restart_resets_the_behaviour()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Moody()));

        actor.Tell("become");
        actor.Tell("fail");
        actor.Tell("hello");

        ExpectMsg("first hello");
    }

    [Fact]
    public void An_untyped_actor_changes_behaviour_too()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Untyped()));

        actor.Tell("become");
        actor.Tell("hello");

        ExpectMsg("other");
    }

    [Theory]
    [InlineData(Misuse.InHandler)]
    [InlineData(Misuse.InPreStart)]
    [InlineData(Misuse.AfterCatchAll)]
    public void Handlers_cannot_be_added_in_the_wrong_place(Misuse misuse)
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Misusing(TestActor, misuse)));

        actor.Tell("go");

        ExpectMsg("refused");
    }

    [Fact]
    public void A_message_without_handler_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Moody()));

        actor.Tell(1);

        UnhandledMessage unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal((1, actor), ((int)unhandled.Message, unhandled.Recipient));
    }

    public enum Misuse
    {
        InHandler,
        InPreStart,
        AfterCatchAll,
    }

    private record Base;

    private sealed record Derived : Base;

    private sealed class BaseFirst : ReceiveActor
    {
        public BaseFirst()
        {
            Receive<Base>(_ => Sender.Tell("base"));
            Receive<Derived>(_ => Sender.Tell("derived"));
        }
    }

    private sealed class Predicates : ReceiveActor
    {
        public Predicates()
        {
            Receive<int>(number => number < 10, _ => Sender.Tell("small"));
            Receive<int>(_ => Sender.Tell("large"));
        }
    }

    private sealed class Declining : ReceiveActor
    {
        public Declining()
        {
            Receive<string>(_ => false);
            Receive<string>(_ => Sender.Tell("next"));
        }
    }

    private sealed class Moody : ReceiveActor
    {
        public Moody() => First();

        private void First()
        {
            Receive<string>(message => message == "become", _ => Become(Other));
            Receive<string>(message => message == "stack", _ => BecomeStacked(Other));
            Receive<string>(message => Sender.Tell("first " + message));
        }

        private void Other()
        {
            Receive<string>(message => message == "pop", _ => UnbecomeStacked());
            Receive<string>(message => message == "fail", _ => throw new TimeoutException());
            Receive<string>(message => Sender.Tell("other " + message));
        }
    }

    private sealed class Untyped : UntypedActor
    {
        protected override void OnReceive(object message) => Become(Other);

        private void Other(object message) => Sender.Tell("other");
    }

    private sealed class Misusing : ReceiveActor
    {
        private readonly IActorRef _probe;
        private readonly Misuse _misuse;

        public Misusing(IActorRef probe, Misuse misuse)
        {
            (_probe, _misuse) = (probe, misuse);
            Receive<string>(_ => TryListen(Misuse.InHandler));
            if (misuse == Misuse.AfterCatchAll)
            {
                ReceiveAny(_ => { });
                TryListen(Misuse.AfterCatchAll);
            }
        }

        protected override void PreStart() => TryListen(Misuse.InPreStart);

        private void TryListen(Misuse here)
        {
            if (here != _misuse)
            {
                return;
            }

            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException)
            {
                _probe.Tell("refused");
            }
        }
    }
}
