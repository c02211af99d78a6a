namespace PhyrActors.Semantics.Tests;

public sealed class SchedulerTests : TestKit
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void A_message_is_sent_later_and_once()
    {
        Sys.Scheduler.ScheduleTellOnce(s_short, TestActor, "later", ActorRefs.NoSender);

        ExpectMsg("later");
        ExpectNoMsg(200);
    }

    [Fact]
    public void It_comes_in_the_name_that_was_given()
    {
        TestProbe sender = CreateTestProbe();

        Sys.Scheduler.ScheduleTellOnce(s_short, TestActor, "later", sender.Ref);

        ExpectMsgFrom(sender.Ref, "later");
    }

    [Fact]
    public void A_message_is_sent_again_and_again_until_it_is_cancelled()
    {
        Cancelable cancelable = new(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(s_short, s_short, TestActor, "again", ActorRefs.NoSender, cancelable);
        ExpectMsg("again");
        ExpectMsg("again");

        cancelable.Cancel();

        while (ReceiveOne(TimeSpan.FromMilliseconds(200)) is not null)
        {
        }

        ExpectNoMsg(200);
    }

    [Fact]
    public void What_is_cancelled_in_time_is_never_sent()
    {
        ICancelable cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(
            TimeSpan.FromMilliseconds(300), TestActor, "later", ActorRefs.NoSender);

        cancelable.Cancel();

        Assert.True(cancelable.IsCancellationRequested);
        ExpectNoMsg(600);
    }

    [Fact]
    public void What_is_cancelled_beforehand_is_never_sent()
    {
        Cancelable cancelable = new(Sys.Scheduler);
        cancelable.Cancel();

        Sys.Scheduler.ScheduleTellOnce(s_short, TestActor, "later", ActorRefs.NoSender, cancelable);

        ExpectNoMsg(200);
    }

    [Fact]
    public void What_an_actor_scheduled_outlives_it()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Scheduling(TestActor)));
        Watch(actor);

        actor.Tell("schedule and stop");

        ExpectTerminated(actor);
        ExpectMsg("later");
    }

    [Fact]
    public void Time_passes_while_a_message_waits()
    {
        TimeSpan before = Sys.Scheduler.MonotonicClock;

        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(300), TestActor, "later", ActorRefs.NoSender);
        ExpectMsg("later");

        Assert.True(Sys.Scheduler.MonotonicClock - before > TimeSpan.FromMilliseconds(200));
    }

    private sealed class Scheduling : ReceiveActor
    {
        public Scheduling(IActorRef probe) => Receive<string>(_ =>
        {
            Context.System.Scheduler.ScheduleTellOnce(
                TimeSpan.FromMilliseconds(200), probe, "later", ActorRefs.NoSender);
            Context.Stop(Self);
        });
    }
}
