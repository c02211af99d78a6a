namespace PhyrActors.Runtime.Tests;

public sealed class FuturesTests : IDisposable
{
    private readonly ParallelSystem _system = new("futures", new ParallelSettings { Speedup = 100 });

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task Many_questions_at_once_get_their_own_answers()
    {
        IActorRef echo = MakeEcho();

        int[] answers = await Task.WhenAll(
            Enumerable.Range(0, 10_000).Select(number => echo.Ask<int>(number, TimeSpan.FromHours(1))));

        Assert.Equal(Enumerable.Range(0, 10_000), answers);
    }

    [Fact]
    public async Task A_question_without_answer_expires_by_the_systems_time()
    {
        IActorRef deaf = _system.ActorOf(Props.Create(() => new Deaf()));

        await Assert.ThrowsAsync<AskTimeoutException>(() => deaf.Ask<int>(1, TimeSpan.FromSeconds(1)));

        Assert.True(_system.Scheduler.MonotonicClock >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_question_can_be_given_up()
    {
        IActorRef deaf = _system.ActorOf(Props.Create(() => new Deaf()));
        using CancellationTokenSource source = new();

        Task<int> answer = deaf.Ask<int>(1, source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => answer);
    }

    [Fact]
    public async Task An_answered_question_leaves_no_timer_behind()
    {
        IActorRef echo = MakeEcho();

        await echo.Ask<int>(1, TimeSpan.FromDays(1000));

        await _system.WhenQuiescent().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_second_answer_is_a_dead_letter()
    {
        IActorRef twice = _system.ActorOf(Props.Create(() => new Twice()));
        IActorRef letters = _system.ActorOf(Props.Create(() => new Latest()));
        _system.EventStream.Subscribe(letters, typeof(DeadLetter));

        await twice.Ask<int>(1);
        await _system.WhenIdle();

        DeadLetter letter = await letters.Ask<DeadLetter>(new Go());
        Assert.Equal(2, letter.Message);
    }

    [Fact]
    public async Task A_graceful_stop_ends_when_the_actor_is_gone()
    {
        IActorRef echo = MakeEcho();

        bool stopped = await echo.GracefulStop(TimeSpan.FromHours(1));

        Assert.True(stopped);
        Assert.DoesNotContain(_system.DeliveriesByActor(), row => !row.Actor.IsNobody());
    }

    [Fact]
    public async Task The_result_of_a_task_can_be_piped_to_an_actor()
    {
        IActorRef latest = _system.ActorOf(Props.Create(() => new Latest()));

        await Task.FromResult("result").PipeTo(latest);

        Assert.Equal("result", await latest.Ask<string>(new Go()));
    }

    [Fact]
    public async Task The_failure_of_a_task_is_piped_as_a_failed_status()
    {
        IActorRef latest = _system.ActorOf(Props.Create(() => new Latest()));
        TimeoutException cause = new();

        await Task.FromException<string>(cause).PipeTo(latest);

        Assert.Same(cause, (await latest.Ask<Status.Failure>(new Go())).Cause);
    }

    [Fact]
    public void A_reference_of_no_system_cannot_be_asked() =>
        Assert.Throws<ArgumentException>(() => { _ = ActorRefs.Nobody.Ask<int>(1); });

    [Fact]
    public async Task In_a_controlled_system_the_answer_comes_inside_the_run()
    {
        using ControlledSystem system = new("asked", new ControlledSettings { Schedule = new FirstOfAll() });
        IActorRef echo = system.ActorOf(Props.Create(() => new EchoActor()));

        Task<int> answer = echo.Ask<int>(7);
        bool before = answer.IsCompleted;
        system.Run();

        Assert.False(before);
        Assert.True(answer.IsCompleted);
        Assert.Equal(7, await answer);
    }

    private IActorRef MakeEcho() => _system.ActorOf(Props.Create(() => new EchoActor()));

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Deaf : ReceiveActor
    {
        public Deaf() => ReceiveAny(_ => { });
    }

    private sealed class Twice : ReceiveActor
    {
        public Twice() => Receive<int>(_ =>
        {
            Sender.Tell(1);
            Sender.Tell(2);
        });
    }

    private sealed class Latest : ReceiveActor
    {
        private object _latest = "nothing";

        public Latest()
        {
            Receive<Go>(_ => Sender.Tell(_latest));
            ReceiveAny(message => _latest = message);
        }
    }

    private sealed class FirstOfAll : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => 0;

        public int Choose(string site, int count) => 0;
    }
}
