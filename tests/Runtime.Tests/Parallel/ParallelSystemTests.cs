using System.Collections.Concurrent;

namespace PhyrActors.Runtime.Tests;

public sealed class ParallelSystemTests
{
    [Fact]
    public async Task Messages_of_one_sender_keep_their_order_among_those_of_others()
    {
        const int Senders = 4;
        const int Each = 20_000;
        using ParallelSystem system = new("order");
        List<(int Sender, int Number)> seen = [];
        IActorRef receiver = system.ActorOf(Props.Create(() => new Recorder(seen)));

        Parallel.For(0, Senders, sender =>
        {
            for (int number = 0; number < Each; number++)
            {
                receiver.Tell((sender, number));
            }
        });
        await system.WhenIdle();

        Assert.Equal(Senders * Each, seen.Count);
        Assert.All(
            Enumerable.Range(0, Senders),
            sender => Assert.Equal(
                Enumerable.Range(0, Each),
                seen.Where(entry => entry.Sender == sender).Select(entry => entry.Number)));
    }

    [Fact]
    public async Task An_actor_never_runs_on_two_threads()
    {
        using ParallelSystem system = new("one-thread");
        Overlap overlap = new();
        IActorRef actor = system.ActorOf(Props.Create(() => new Exclusive(overlap)));

        Parallel.For(0, 40_000, _ => actor.Tell(new Go()));
        await system.WhenIdle();

        Assert.Equal((40_000, 0), (overlap.Runs, overlap.Clashes));
    }

    [Fact]
    public async Task Terminate_stops_children_before_parents_and_then_completes()
    {
        using ParallelSystem system = new("end");
        ConcurrentQueue<string> stopped = new();
        system.ActorOf(Props.Create(() => new Tree(stopped, 2)), "root");

        await system.WhenIdle();
        await system.Terminate();

        Assert.Equal(["/user/root/child/child", "/user/root/child", "/user/root"], stopped);
    }

    [Fact]
    public async Task What_waits_when_a_system_ends_is_handled_or_a_dead_letter_before_Terminate_completes()
    {
        const int Waiting = 10_000;
        Sink sink = new();
        using ParallelSystem system = new("reported", new ParallelSettings { Events = sink });
        using ManualResetEventSlim started = new();
        using ManualResetEventSlim release = new();
        IActorRef actor = system.ActorOf(Props.Create(() => new Held(started, release)));
        actor.Tell(new Go());
        started.Wait();
        for (int number = 0; number < Waiting; number++)
        {
            actor.Tell(number);
        }

        Task end = system.Terminate();
        release.Set();
        await end;

        int[] dead = [.. sink.Events.OfType<DeadLetter>().Select(letter => (int)letter.Message)];
        int[] handled = [.. sink.Events.OfType<Handled>().Select(message => message.Number)];
        Assert.Equal(Enumerable.Range(0, Waiting), [.. handled, .. dead]);
    }

    [Fact]
    public async Task A_system_that_ends_lets_every_handler_that_runs_finish()
    {
        using ParallelSystem system = new("finished");
        using ManualResetEventSlim started = new();
        using ManualResetEventSlim release = new();
        IActorRef actor = system.ActorOf(Props.Create(() => new Held(started, release)));
        actor.Tell(new Go());
        started.Wait();

        Task end = system.Terminate();
        bool before = end.IsCompleted;
        release.Set();
        await end;

        Assert.False(before);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task No_top_level_actor_can_be_made_after_the_end()
    {
        using ParallelSystem system = new("ended");

        await system.Terminate();

        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Recorder(null!))));
    }

    [Fact]
    public async Task Top_level_actors_can_be_made_and_stopped_by_many_threads_at_once()
    {
        using ParallelSystem system = new("many");

        Parallel.For(0, 2_000, number =>
        {
            IActorRef actor = system.ActorOf(Props.Create(() => new Recorder(new())), "n" + number);
            if (number % 2 == 0)
            {
                system.Stop(actor);
            }
        });
        await system.WhenIdle();

        Assert.Equal(1_000, system.DeliveriesByActor().Count(row => !row.Actor.IsNobody()));
    }

    [Fact]
    public async Task What_a_dead_actor_is_sent_is_published_as_a_dead_letter()
    {
        Sink sink = new();
        using ParallelSystem system = new("dead", new ParallelSettings { Events = sink });
        IActorRef actor = system.ActorOf(Props.Create(() => new Recorder(new())));

        system.Stop(actor);
        await system.WhenIdle();
        actor.Tell("late");
        await system.WhenIdle();

        Assert.Equal("late", Assert.IsType<DeadLetter>(Assert.Single(sink.Events)).Message);
    }

    [Fact]
    public async Task A_failure_is_reported_with_its_cause()
    {
        ConcurrentQueue<Exception> failures = new();
        using ParallelSystem system = new(
            "failing", new ParallelSettings { Failed = (_, cause) => failures.Enqueue(cause) });
        IActorRef actor = system.ActorOf(Props.Create(() => new Failing()));

        actor.Tell(new Go());
        await system.WhenIdle();

        Assert.IsType<TimeZoneNotFoundException>(Assert.Single(failures));
    }

    [Fact]
    public async Task Deliveries_are_counted_by_actor()
    {
        using ParallelSystem system = new("counted");
        IActorRef actor = system.ActorOf(Props.Create(() => new Recorder(new())));

        actor.Tell((0, 0));
        actor.Tell((0, 1));
        await system.WhenIdle();

        // Its creation is a delivery as well.
        Assert.Equal((actor, typeof(Recorder), 3L), Assert.Single(system.DeliveriesByActor()));
    }

    private sealed class Recorder : ReceiveActor
    {
        public Recorder(List<(int Sender, int Number)> seen) => Receive<(int, int)>(seen.Add);
    }

    /// <summary>Its first message keeps it until it is released; others it does not get.</summary>
    private sealed class Held : ReceiveActor
    {
        public Held(ManualResetEventSlim started, ManualResetEventSlim release)
        {
            Receive<Go>(_ =>
            {
                started.Set();
                release.Wait();
            });
            Receive<int>(static number => Context.System.EventStream.Publish(new Handled(number)));
        }
    }

    private sealed record Handled(int Number);

    private sealed class Failing : ReceiveActor
    {
        public Failing() => Receive<Go>((Action<Go>)(_ => throw new TimeZoneNotFoundException()));
    }

    private sealed class Overlap
    {
        private int _inside;

        public int Runs { get; private set; }

        public int Clashes { get; private set; }

        public void Pass()
        {
            Clashes += Interlocked.Increment(ref _inside) == 1 ? 0 : 1;
            Runs++;
            Thread.SpinWait(20);
            Interlocked.Decrement(ref _inside);
        }
    }

    private sealed class Exclusive : ReceiveActor
    {
        public Exclusive(Overlap overlap) => Receive<Go>(_ => overlap.Pass());
    }

    private sealed class Tree : ReceiveActor
    {
        private readonly ConcurrentQueue<string> _stopped;

        public Tree(ConcurrentQueue<string> stopped, int depth)
        {
            _stopped = stopped;
            if (depth > 0)
            {
                Context.ActorOf(Props.Create(() => new Tree(stopped, depth - 1)), "child");
            }
        }

        protected override void PostStop() => _stopped.Enqueue(Self.Path.ToStringWithoutAddress());
    }

    private sealed class Sink : IEventSink
    {
        public ConcurrentQueue<object> Events { get; } = new();

        public void OnPublished(object @event) => Events.Enqueue(@event);
    }
}
