namespace PhyrActors.Semantics.Tests;

public sealed class ProbeTests : TestKit
{
    [Fact]
    public void A_pilot_answers_as_long_as_it_keeps_running()
    {
        TestProbe probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell("answer to " + message);
            return Equals(message, "last") ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));

        probe.Ref.Tell("first");
        probe.Ref.Tell("last");
        probe.Ref.Tell("too late");

        ExpectMsg("answer to first");
        ExpectMsg("answer to last");
        probe.ExpectMsg("first");
        probe.ExpectMsg("last");
        probe.ExpectMsg("too late");
        ExpectNoMsg(200);
    }

    [Fact]
    public void A_child_of_the_test_actor_has_it_for_a_parent()
    {
        IActorRef child = ChildActorOf(Props.Create(() => new TellingParent()), "child");

        child.Tell("message");

        ExpectMsg("message");
        Assert.Equal(TestActor.Path, child.Path.Parent);
    }

    [Fact]
    public void A_latch_opens_when_it_has_been_counted_down()
    {
        TestLatch latch = CreateTestLatch(2);
        IActorRef actor = ActorOf(Props.Create(() => new CountingDown(latch)));

        actor.Tell("1");
        actor.Tell("2");

        latch.Ready(TimeSpan.FromSeconds(2));
        Assert.True(latch.IsOpen);
        latch.Reset();
        Assert.Throws<TimeoutException>(() => latch.Ready(TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public void An_actor_under_test_has_handled_a_message_when_it_is_sent()
    {
        TestActorRef<Adding> actor = ActorOfAsTestActorRef<Adding>(Props.Create(() => new Adding()));

        actor.Tell(2);
        actor.Tell(3);

        Assert.Equal(5, actor.UnderlyingActor.Sum);
        ExpectMsg(2);
        ExpectMsg(5);
    }

    [Fact]
    public void An_actor_under_test_throws_at_who_has_it_receive()
    {
        TestActorRef<Adding> actor = ActorOfAsTestActorRef(() => new Adding());

        Assert.Throws<TimeoutException>(() => actor.Receive("fail"));

        actor.Receive(4);
        Assert.Equal(4, actor.UnderlyingActor.Sum);
    }

    [Fact]
    public void The_kits_own_actors_echo_forward_and_swallow()
    {
        IActorRef echo = ActorOf(SimpleEchoActor.Props());
        IActorRef forward = ActorOf(ForwardActor.Props(TestActor));
        IActorRef hole = ActorOf(BlackHoleActor.Props);

        echo.Tell("echo");
        ExpectMsgFrom(echo, "echo");
        forward.Tell("forward");
        ExpectMsgFrom(TestActor, "forward");
        hole.Tell("hole");
        ExpectNoMsg(200);
    }

    private sealed class TellingParent : ReceiveActor
    {
        public TellingParent() => ReceiveAny(message => Context.Parent.Tell(message));
    }

    private sealed class CountingDown : ReceiveActor
    {
        public CountingDown(TestLatch latch) => ReceiveAny(_ => latch.CountDown());
    }

    private sealed class Adding : ReceiveActor
    {
        public Adding()
        {
            Receive<int>(number =>
            {
                Sum += number;
                Sender.Tell(Sum);
            });
            Receive<string>((Action<string>)(_ => throw new TimeoutException()));
        }

        public int Sum { get; private set; }
    }
}
