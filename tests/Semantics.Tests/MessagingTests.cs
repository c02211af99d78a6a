namespace PhyrActors.Semantics.Tests;

public sealed class MessagingTests : TestKit
{
    [Fact]
    public void Null_is_refused_where_it_is_sent() =>
        Assert.Throws<ArgumentNullException>(() => TestActor.Tell(null!));

    [Fact]
    public void Forward_keeps_the_original_sender()
    {
        TestProbe last = CreateTestProbe();
        IActorRef relay = Sys.ActorOf(Props.Create(() => new Relay(last.Ref)));

        relay.Tell("message");

        last.ExpectMsg("message");
        Assert.Equal(TestActor, last.Sender);
    }

    [Fact]
    public void An_answer_to_nobody_is_a_dead_letter()
    {
        TestProbe letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        IActorRef echo = Sys.ActorOf(Props.Create(() => new Echo()));

        echo.Tell("message", ActorRefs.NoSender);

        Assert.Equal("message", letters.ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_dead_letter_names_message_and_recipient()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        TestProbe dead = CreateTestProbe();
        Watch(dead.Ref);
        Sys.Stop(dead.Ref);
        ExpectTerminated(dead.Ref);

        dead.Ref.Tell("late");

        DeadLetter letter = ExpectMsg<DeadLetter>();
        Assert.Equal(("late", dead.Ref), (letter.Message, letter.Recipient));
    }

    [Fact]
    public void Whoever_lives_answers_Identify()
    {
        TestProbe probe = CreateTestProbe();

        probe.Ref.Tell(new Identify(7));

        ActorIdentity identity = ExpectMsg<ActorIdentity>();
        Assert.Equal((7, probe.Ref), ((int)identity.MessageId, identity.Subject));
    }

    [Fact]
    public void The_dead_are_identified_as_nobody()
    {
        TestProbe dead = CreateTestProbe();
        Watch(dead.Ref);
        Sys.Stop(dead.Ref);
        ExpectTerminated(dead.Ref);

        dead.Ref.Tell(new Identify(7));

        Assert.Null(ExpectMsg<ActorIdentity>().Subject);
    }

    [Fact]
    public void The_event_stream_tells_subscribers_of_a_base_class_until_they_leave()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Exception));
        Sys.EventStream.Publish(new TimeoutException());
        ExpectMsg<TimeoutException>();

        Sys.EventStream.Unsubscribe(TestActor, typeof(Exception));
        Sys.EventStream.Publish(new TimeoutException());

        ExpectNoMsg(300);
    }

    [Fact]
    public void Messages_of_one_sender_keep_their_order()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new Echo()));

        for (int i = 0; i < 100; i++)
        {
            echo.Tell(i);
        }

        Assert.Equal(Enumerable.Range(0, 100), ReceiveN(100).Cast<int>());
    }

    [Fact]
    public void An_actor_handles_one_message_at_a_time()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));
        IActorRef[] senders =
            [.. Enumerable.Range(0, 8).Select(_ => Sys.ActorOf(Props.Create(() => new Repeating(counter))))];

        foreach (IActorRef sender in senders)
        {
            sender.Tell(1000);
        }

        AwaitAssert(() =>
        {
            counter.Tell("count");
            ExpectMsg(8000);
        });
    }

    [Fact]
    public void The_loss_of_a_message_that_says_so_is_no_dead_letter_but_a_suppressed_one()
    {
        TestProbe letters = CreateTestProbe();
        TestProbe all = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        Sys.EventStream.Subscribe(all.Ref, typeof(AllDeadLetters));

        Sys.DeadLetters.Tell(new Unimportant());
        Sys.DeadLetters.Tell("important");

        Assert.Equal("important", letters.ExpectMsg<DeadLetter>().Message);
        Assert.IsType<Unimportant>(all.ExpectMsg<SuppressedDeadLetter>().Message);
        Assert.Equal("important", all.ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_subscription_is_made_once()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(TimeoutException)));
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(TimeoutException)));

        Sys.EventStream.Publish(new TimeoutException());

        ExpectMsg<TimeoutException>();
        ExpectNoMsg(200);
    }

    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef to) => ReceiveAny(message => to.Forward(message));
    }

    private sealed record Unimportant : IDeadLetterSuppression;

    private sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter()
        {
            Receive<int>(_ => _count++);
            ReceiveAny(_ => Sender.Tell(_count));
        }
    }

    private sealed class Repeating : ReceiveActor
    {
        public Repeating(IActorRef to) => Receive<int>(times =>
        {
            for (int i = 0; i < times; i++)
            {
                to.Tell(i);
            }
        });
    }
}
