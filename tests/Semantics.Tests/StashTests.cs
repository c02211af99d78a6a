namespace PhyrActors.Semantics.Tests;

public sealed class StashTests : TestKit
{
    [Fact]
    public void Stashed_messages_come_back_in_their_order_and_before_all_others()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        actor.Tell("1");
        actor.Tell("2");
        actor.Tell(Order.Open);
        actor.Tell("3");

        ExpectMsg("1");
        ExpectMsg("2");
        ExpectMsg("3");
    }

    [Fact]
    public void Unstash_brings_back_the_oldest_only()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        actor.Tell("1");
        actor.Tell("2");
        actor.Tell(Order.OpenForOne);

        ExpectMsg("1");
        ExpectNoMsg(300);
    }

    [Fact]
    public void Stashed_messages_keep_their_sender()
    {
        TestProbe sender = CreateTestProbe();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        sender.Send(actor, "1");
        actor.Tell(Order.Open);

        ExpectMsg("1");
        Assert.Equal(sender.Ref, LastSender);
    }

    [Fact]
    public void A_message_cannot_be_stashed_twice()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        actor.Tell(Order.StashTwice);

        ExpectMsg("refused");
    }

    [Fact]
    public void The_same_object_can_be_stashed_again_when_it_comes_again()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));
        string message = "same";

        actor.Tell(message);
        actor.Tell(message);
        actor.Tell(Order.Open);

        ExpectMsg("same");
        ExpectMsg("same");
    }

    [Fact]
    public void A_restart_brings_stashed_messages_back_in_front()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        actor.Tell("1");
        actor.Tell("2");
        actor.Tell(Order.Fail);
        actor.Tell(Order.Open);
        actor.Tell("3");

        ExpectMsg("1");
        ExpectMsg("2");
        ExpectMsg("3");
    }

    [Fact]
    public void What_is_stashed_when_the_actor_stops_becomes_dead_letters()
    {
        TestProbe letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        actor.Tell("1");
        actor.Tell("2");
        actor.Tell(PoisonPill.Instance);

        Assert.Equal("1", letters.ExpectMsg<DeadLetter>().Message);
        Assert.Equal("2", letters.ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_stash_says_how_much_it_holds_and_can_be_emptied()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        actor.Tell("1");
        actor.Tell("2");
        actor.Tell(Order.Clear);
        actor.Tell(Order.Open);

        ExpectMsg("2 of 2, then 0");
        ExpectNoMsg(200);
    }

    private enum Order
    {
        Open,
        OpenForOne,
        StashTwice,
        Clear,
        Fail,
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef _probe;

        public Stashing(IActorRef probe)
        {
            _probe = probe;
            Receive<Order>(Obey);
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;

        private void Obey(Order order)
        {
            switch (order)
            {
                case Order.Open:
                    Become(Opened);
                    Stash.UnstashAll();
                    break;
                case Order.OpenForOne:
                    Become(Opened);
                    Stash.Unstash();
                    break;
                case Order.Clear:
                    int held = Stash.Count;
                    _probe.Tell($"{Stash.ClearStash().Count()} of {held}, then {Stash.Count}");
                    break;
                case Order.StashTwice:
                    StashTwice();
                    break;
                default:
                    throw new TimeoutException();
            }
        }

        private void StashTwice()
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
            }
            catch (IllegalActorStateException)
            {
                _probe.Tell("refused");
            }
        }

        private void Opened() => ReceiveAny(message => _probe.Forward(message));
    }
}
