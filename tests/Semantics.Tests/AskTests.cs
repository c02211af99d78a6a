namespace PhyrActors.Semantics.Tests;

public sealed class AskTests : TestKit
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(200);

    private readonly IActorRef _echo;

    public AskTests() => _echo = Sys.ActorOf(Props.Create(() => new Echo()));

    [Fact]
    public async Task Ask_gives_the_answer() =>
        Assert.Equal("message", await _echo.Ask<string>("message", s_long));

    [Fact]
    public async Task Ask_rethrows_the_cause_of_a_failure()
    {
        TimeoutException cause = new();

        TimeoutException thrown = await Assert.ThrowsAsync<TimeoutException>(
            () => _echo.Ask<string>(new Status.Failure(cause), s_long));

        Assert.Same(cause, thrown);
    }

    [Fact]
    public async Task Ask_for_an_object_rethrows_the_cause_of_a_failure() => await Assert.ThrowsAsync<TimeoutException>(
        () => _echo.Ask<object>(new Status.Failure(new TimeoutException()), s_long));

    [Fact]
    public async Task Ask_for_a_failure_takes_it_as_an_answer()
    {
        TimeoutException cause = new();

        Status.Failure answer = await _echo.Ask<Status.Failure>(new Status.Failure(cause), s_long);

        Assert.Same(cause, answer.Cause);
    }

    [Fact]
    public async Task Ask_for_a_status_takes_a_failure_as_an_answer() => Assert.IsType<Status.Failure>(
        await _echo.Ask<Status>(new Status.Failure(new TimeoutException()), s_long));

    [Fact]
    public async Task Ask_refuses_an_answer_of_another_type() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _echo.Ask<int>("message", s_long));

    [Fact]
    public async Task Ask_takes_an_answer_of_a_derived_type() =>
        Assert.Equal("message", await _echo.Ask<IComparable>("message", s_long));

    [Fact]
    public async Task Ask_of_the_dead_ends_by_its_timeout()
    {
        IActorRef dead = Sys.ActorOf(Props.Create(() => new Deaf()));
        Watch(dead);
        Sys.Stop(dead);
        await ExpectTerminatedAsync(dead);

        await Assert.ThrowsAsync<AskTimeoutException>(() => dead.Ask<string>("message", s_short));
    }

    [Fact]
    public async Task Ask_of_whoever_does_not_answer_ends_by_its_timeout()
    {
        IActorRef deaf = Sys.ActorOf(Props.Create(() => new Deaf()));

        await Assert.ThrowsAsync<AskTimeoutException>(() => deaf.Ask<string>("message", s_short));
    }

    [Fact]
    public async Task Ask_can_be_given_up()
    {
        IActorRef deaf = Sys.ActorOf(Props.Create(() => new Deaf()));
        using CancellationTokenSource giveUp = new();

        Task<string> answer = deaf.Ask<string>("message", giveUp.Token);
        await giveUp.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => answer);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        TestProbe probe = CreateTestProbe();
        Task<string> answer = probe.Ref.Ask<string>("question", s_short);
        await probe.ExpectMsgAsync("question");
        IActorRef asking = probe.Sender;
        await Assert.ThrowsAsync<AskTimeoutException>(() => answer);

        asking.Tell("late", probe.Ref);

        Assert.Equal("late", (await ExpectMsgAsync<DeadLetter>()).Message);
    }

    [Fact]
    public void A_result_is_piped_to_an_actor()
    {
        _ = Task.FromResult("result").PipeTo(TestActor);

        ExpectMsg("result");
    }

    [Fact]
    public void A_failed_task_is_piped_as_a_failure()
    {
        TimeoutException cause = new();

        _ = Task.FromException<string>(cause).PipeTo(TestActor);

        Assert.Same(cause, ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public async Task A_graceful_stop_ends_when_the_actor_is_gone()
    {
        Watch(_echo);

        bool stopped = await _echo.GracefulStop(s_long);

        Assert.True(stopped);
        await ExpectTerminatedAsync(_echo);
    }
}
