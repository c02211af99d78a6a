using Xunit.Sdk;

namespace PhyrActors.Testing.Tests;

public sealed class WaitingTests : TestKit
{
    [Fact]
    public void A_condition_is_awaited_in_virtual_time()
    {
        int ticks = 0;
        Sys.ActorOf(Props.Create(() => new Ticking(() => ticks++)));

        AwaitCondition(() => ticks == 3600, TimeSpan.FromHours(2));

        Assert.Equal(TimeSpan.FromHours(1), Sys.Scheduler.MonotonicClock);
    }

    [Fact]
    public void A_condition_that_never_holds_fails_the_test() =>
        Assert.Throws<FailException>(() => AwaitCondition(() => false));

    [Fact]
    public void An_assertion_is_repeated_until_it_passes()
    {
        int ticks = 0;
        Sys.ActorOf(Props.Create(() => new Ticking(() => ticks++)));

        AwaitAssert(() => Assert.True(ticks >= 2), TimeSpan.FromSeconds(5));

        Assert.Equal(2, ticks);
    }

    [Fact]
    public void An_assertion_that_never_passes_fails_with_its_own_message()
    {
        EqualException failure = Assert.Throws<EqualException>(() => AwaitAssert(() => Assert.Equal(1, 2)));

        Assert.Contains("Expected: 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expectations_within_a_block_share_its_deadline()
    {
        TimeSpan before = Sys.Scheduler.MonotonicClock;

        Assert.Throws<FailException>(() => Within(TimeSpan.FromMilliseconds(200), () => ExpectMsg<string>()));

        Assert.Equal(TimeSpan.FromMilliseconds(200), Sys.Scheduler.MonotonicClock - before);
    }

    [Fact]
    public void A_block_that_takes_too_long_fails_the_test() => Assert.Throws<FailException>(
        () => Within(TimeSpan.FromSeconds(1), () => ExpectNoMsg(TimeSpan.FromSeconds(2))));

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking(Action onTick)
        {
            Receive<string>(_ => onTick());
            Timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
