namespace PhyrActors.Semantics.Tests;

public sealed class ExpectTests : TestKit
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void A_message_is_expected_by_class_value_predicate_or_assertion()
    {
        for (int i = 0; i < 4; i++)
        {
            TestActor.Tell("message");
        }

        Assert.Equal("message", ExpectMsg<string>());
        ExpectMsg("message");
        ExpectMsg<string>(text => text.Length == 7);
        ExpectMsg<string>(text => Assert.Equal(7, text.Length));
    }

    [Fact]
    public void A_message_is_expected_by_a_comparison()
    {
        TestActor.Tell("MESSAGE");

        ExpectMsg("message", (expected, actual) => expected.Equals(actual, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_message_and_its_sender_are_expected_together()
    {
        TestProbe sender = CreateTestProbe();
        for (int i = 0; i < 5; i++)
        {
            sender.Send(TestActor, "message");
        }

        ExpectMsg<string>((text, from) => text.Length == 7 && from.Equals(sender.Ref));
        ExpectMsgFrom<string>(sender.Ref);
        ExpectMsgFrom(sender.Ref, "message");
        ExpectMsgFrom<string>(sender.Ref, text => text.Length == 7);
        ExpectMsgFrom<string>(from => from.Equals(sender.Ref), text => text.Length == 7);
    }

    [Fact]
    public void Another_sender_fails_the_test()
    {
        TestProbe other = CreateTestProbe();

        TestActor.Tell("message");

        Assert.ThrowsAny<Exception>(() => ExpectMsgFrom(other.Ref, "message"));
    }

    [Fact]
    public void Several_messages_are_expected_in_any_order()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");
        TestActor.Tell("c");

        IReadOnlyCollection<string> received = ExpectMsgAllOf(new[] { "c", "a", "b" });

        Assert.Equal(3, received.Count);
    }

    [Fact]
    public void One_of_several_messages_is_expected()
    {
        TestActor.Tell("b");

        Assert.Equal("b", ExpectMsgAnyOf(new[] { "a", "b" }));
    }

    [Fact]
    public void None_of_several_messages_fails_the_test()
    {
        TestActor.Tell("c");

        Assert.ThrowsAny<Exception>(() => ExpectMsgAnyOf(new[] { "a", "b" }));
    }

    [Fact]
    public void Several_messages_are_expected_by_predicates()
    {
        TestActor.Tell("text");
        TestActor.Tell(7);

        IReadOnlyCollection<object> received = ExpectMsgAllOfMatchingPredicates(
            PredicateInfo.Create<int>(number => number == 7),
            PredicateInfo.Create<string>(text => text == "text"));

        Assert.Equal(2, received.Count);
    }

    [Fact]
    public void What_is_peeked_at_stays_where_it_is()
    {
        TestActor.Tell("message");

        Assert.Equal("message", PeekOne(s_short));
        ExpectMsg("message");
        Assert.Null(PeekOne(s_short));
    }

    [Fact]
    public void Messages_are_received_while_they_match()
    {
        foreach (int number in new[] { 1, 2, 3, 10 })
        {
            TestActor.Tell(number);
        }

        IReadOnlyList<int> small = ReceiveWhile<int>(number => number < 5, s_short);

        Assert.Equal([1, 2, 3], small);
        ExpectMsg(10);
    }

    [Fact]
    public void Messages_are_received_while_a_filter_takes_them()
    {
        TestActor.Tell("one");
        TestActor.Tell("two");
        TestActor.Tell(3);

        IReadOnlyList<string> texts = ReceiveWhile<string>(message => (message as string)!, s_short);

        Assert.Equal(["one", "two"], texts);
        ExpectMsg(3);
    }

    [Fact]
    public void Receiving_ends_when_nothing_comes_for_too_long()
    {
        TestActor.Tell(1);

        IReadOnlyList<int> received = ReceiveWhile<int>(_ => true, TimeSpan.FromSeconds(2), s_short);

        Assert.Equal([1], received);
    }

    [Fact]
    public void Fishing_takes_the_first_that_matches()
    {
        TestActor.Tell(1);
        TestActor.Tell("text");
        TestActor.Tell(2);

        Assert.Equal("text", FishForMessage(message => message is string));
        ExpectMsg(2);
    }

    [Fact]
    public void The_latest_message_is_that_of_the_latest_expectation()
    {
        TestActor.Tell("message");
        ExpectMsg("message");
        Assert.Equal("message", LastMessage);

        ExpectNoMsg(s_short);

        Assert.Throws<IllegalActorStateException>(() => LastMessage);
    }

    [Fact]
    public void Ignored_messages_never_arrive()
    {
        IgnoreMessages<int>(number => number > 1);

        TestActor.Tell(1);
        TestActor.Tell(2);
        TestActor.Tell("text");

        ExpectMsg(1);
        ExpectMsg("text");
        IgnoreNoMessages();
        TestActor.Tell(2);
        ExpectMsg(2);
    }

    [Fact]
    public void A_block_must_end_in_time()
    {
        TestActor.Tell("message");

        string message = Within(TimeSpan.FromSeconds(2), () => ExpectMsg<string>());

        Assert.Equal("message", message);
        Assert.ThrowsAny<Exception>(() => Within(s_short, () => ExpectMsg<string>()));
    }

    [Fact]
    public void A_condition_and_an_assertion_are_waited_for()
    {
        TestProbe probe = CreateTestProbe();
        Sys.Scheduler.ScheduleTellOnce(s_short, probe.Ref, "later", ActorRefs.NoSender);

        AwaitCondition(() => probe.HasMessages);
        AwaitAssert(() => Assert.True(probe.HasMessages));

        Assert.False(AwaitConditionNoThrow(() => false, s_short));
    }
}
