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
        IActorRef echo = Sys.ActorOf(Props.Create(() => new EchoActor()));

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
    public async Task Ask_gives_the_answer()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new EchoActor()));

        string answer = await echo.Ask<string>("message", TimeSpan.FromSeconds(3));

        Assert.Equal("message", answer);
    }

    [Fact]
    public async Task Ask_rethrows_the_cause_of_a_failure()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new EchoActor()));
        TimeoutException cause = new();

        TimeoutException thrown = await Assert.ThrowsAsync<TimeoutException>(
            () => echo.Ask<string>(new Status.Failure(cause), TimeSpan.FromSeconds(3)));

        Assert.Same(cause, thrown);
    }

    [Fact]
    public async Task Ask_for_an_object_takes_a_failure_as_an_answer()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new EchoActor()));

        object answer = await echo.Ask<object>(
            new Status.Failure(new TimeoutException()), TimeSpan.FromSeconds(3));

        Assert.IsType<Status.Failure>(answer);
    }

    [Fact]
    public async Task Ask_refuses_an_answer_of_another_type()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new EchoActor()));

        await Assert.ThrowsAsync<ArgumentException>(() => echo.Ask<int>("message", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Ask_of_the_dead_ends_by_its_timeout()
    {
        TestProbe dead = CreateTestProbe();
        Watch(dead.Ref);
        Sys.Stop(dead.Ref);
        ExpectTerminated(dead.Ref);

        await Assert.ThrowsAsync<AskTimeoutException>(
            () => dead.Ref.Ask<string>("message", TimeSpan.FromMilliseconds(200)));
    }

    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef to) => ReceiveAny(message => to.Forward(message));
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => ReceiveAny(message => Sender.Tell(message));
    }
}
