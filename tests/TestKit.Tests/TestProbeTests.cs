using Xunit.Sdk;

namespace PhyrActors.Testing.Tests;

public sealed class TestProbeTests : TestKit
{
    [Fact]
    public void A_probe_answers_the_latest_message()
    {
        TestProbe probe = CreateTestProbe();
        probe.Tell("question");

        probe.ExpectMsg("question");
        probe.Reply("answer");

        ExpectMsg("answer");
        Assert.Equal(probe, LastSender);
    }

    [Fact]
    public void A_probe_forwards_in_the_sender_s_name()
    {
        TestProbe probe = CreateTestProbe();
        TestProbe other = CreateTestProbe();
        probe.Tell("message");
        probe.ExpectMsg("message");

        probe.Forward(other);

        other.ExpectMsgFrom(TestActor, "message");
    }

    [Fact]
    public void A_probe_and_its_reference_are_equal_both_ways()
    {
        TestProbe probe = CreateTestProbe();

        Assert.True(probe.Equals(probe.Ref));
        Assert.True(probe.Ref.Equals(probe));
    }

    [Fact]
    public void A_probe_can_be_watched_and_stopped()
    {
        TestProbe probe = CreateTestProbe("mortal");
        Watch(probe);

        Sys.Stop(probe);

        Assert.True(ExpectTerminated(probe).ExistenceConfirmed);
    }

    [Fact]
    public void What_is_no_longer_watched_dies_unheard()
    {
        TestProbe probe = CreateTestProbe();
        Watch(probe);

        Unwatch(probe);
        Sys.Stop(probe);

        ExpectNoMsg();
    }

    [Fact]
    public async Task A_question_to_a_probe_waits_for_the_test_to_answer()
    {
        TestProbe probe = CreateTestProbe();

        Task<string> answer = probe.Ref.Ask<string>("question", TimeSpan.FromSeconds(30));
        await probe.ExpectMsgAsync("question");
        probe.Reply("answer");

        Assert.Equal("answer", await answer);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_times_out_in_virtual_time()
    {
        IActorRef deaf = Sys.ActorOf(Props.Create(() => new Deaf()));
        TimeSpan before = Sys.Scheduler.MonotonicClock;

        await Assert.ThrowsAsync<AskTimeoutException>(() => deaf.Ask<string>("question", TimeSpan.FromHours(1)));

        Assert.Equal(TimeSpan.FromHours(1), Sys.Scheduler.MonotonicClock - before);
    }

    [Fact]
    public void A_failed_expectation_of_a_probe_fails_the_test() =>
        Assert.Throws<FailException>(() => CreateTestProbe().ExpectMsg<string>());

    private sealed class Deaf : ReceiveActor
    {
        public Deaf() => ReceiveAny(_ => { });
    }
}
