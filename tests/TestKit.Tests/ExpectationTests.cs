using Xunit.Sdk;

namespace PhyrActors.Testing.Tests;

public sealed class ExpectationTests : TestKit
{
    private readonly IActorRef _echo;

    public ExpectationTests() => _echo = Sys.ActorOf<EchoActor>("echo");

    [Fact]
    public void The_test_actor_is_the_implicit_sender()
    {
        _echo.Tell("hello");

        Assert.Equal("hello", ExpectMsg<string>());
        Assert.Equal(_echo, LastSender);
    }

    [Fact]
    public async Task The_test_actor_is_the_implicit_sender_after_an_await_as_well()
    {
        await Task.Yield();

        _echo.Tell("hello");

        await ExpectMsgAsync("hello");
    }

    [Fact]
    public void A_message_of_another_type_fails_the_test()
    {
        _echo.Tell(1);

        Assert.Throws<FailException>(() => ExpectMsg<string>());
    }

    [Fact]
    public void Another_value_fails_the_test()
    {
        _echo.Tell("left");

        Assert.Throws<FailException>(() => ExpectMsg("right"));
    }

    [Fact]
    public void A_message_that_does_not_come_fails_the_test_and_names_the_seed()
    {
        FailException failure = Assert.Throws<FailException>(() => ExpectMsg<string>());

        Assert.Contains("seed 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_where_none_is_expected_fails_the_test()
    {
        _echo.Tell("surprise");

        Assert.Throws<FailException>(() => ExpectNoMsg());
    }

    [Fact]
    public void Waiting_for_no_message_lets_virtual_time_pass()
    {
        TimeSpan before = Sys.Scheduler.MonotonicClock;

        ExpectNoMsg(TimeSpan.FromDays(1));

        Assert.Equal(TimeSpan.FromDays(1), Sys.Scheduler.MonotonicClock - before);
    }

    [Fact]
    public void Messages_can_be_expected_in_any_order()
    {
        _echo.Tell("a");
        _echo.Tell("b");

        Assert.Equal(["a", "b"], ExpectMsgAllOf(new[] { "b", "a" }));
    }

    [Fact]
    public void One_missing_among_all_expected_fails_the_test()
    {
        _echo.Tell("a");
        _echo.Tell("a");

        Assert.Throws<FailException>(() => ExpectMsgAllOf(new[] { "a", "b" }));
    }

    [Fact]
    public void Fishing_skips_what_does_not_match()
    {
        _echo.Tell(1);
        _echo.Tell(2);
        _echo.Tell(3);

        Assert.Equal(2, FishForMessage<int>(number => number == 2));
        ExpectMsg(3);
    }

    [Fact]
    public void Several_messages_can_be_received_at_once()
    {
        _echo.Tell(1);
        _echo.Tell(2);

        Assert.Equal([1, 2], ReceiveN(2));
        Assert.Null(ReceiveOne(TimeSpan.Zero));
    }

    [Fact]
    public void Ignored_messages_are_never_seen()
    {
        IgnoreMessages(message => message is int);

        _echo.Tell(1);
        _echo.Tell("seen");

        ExpectMsg("seen");
    }

    [Fact]
    public void The_sender_can_be_expected_too()
    {
        TestProbe probe = CreateTestProbe();

        TestActor.Tell("x", probe);

        Assert.Throws<FailException>(() => ExpectMsgFrom(_echo, "x"));
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => ReceiveAny(message => Sender.Tell(message));
    }
}
