using PhyrActors.Exploration;
using Serilog;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>One exploration: a coordinator and its workers on a parallel system.</summary>
/// <param name="error">Gets what is to be said before it is over.</param>
/// <param name="checkpoint">Where to save checkpoints; null for nowhere.</param>
internal sealed class ExplorationRun(TextWriter error, string? checkpoint = null)
{
    private readonly TaskCompletionSource<Explored> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ExploreProgress? _latest;

    /// <summary>How it stands; null before the first batch. Safe to read while it runs.</summary>
    public ExploreProgress? Latest => _latest;

    /// <summary>Explores until the budget is spent, something is found, time is up or the caller has had enough; the
    /// last two give what there is.</summary>
    /// <param name="job">What to explore; its flag is raised when time is up or the caller has had enough.</param>
    /// <param name="stop">The job's flag.</param>
    /// <param name="workers">How many threads.</param>
    /// <param name="time">For how long; null for no limit.</param>
    /// <param name="cancellation">The caller has had enough.</param>
    public async Task<Explored> RunAsync(
        ExploreJob job, StopFlag stop, int workers, TimeSpan? time, CancellationToken cancellation)
    {
        using ParallelSystem system = new("explore", new ParallelSettings
        {
            Seed = job.Options.Seed,
            Failed = (_, cause) => _end.TrySetException(cause),
        });
        LogForwarder.Attach(system);
        IActorRef listener = system.ActorOf(Props.Create(() => new Listener(this)), nameof(Listener));
        Props search = job.Strategy is DporStrategy
            ? Props.Create(() => new Reducer(job, workers, listener))
            : Props.Create(() => new Coordinator(job, workers, listener));
        IActorRef coordinator = system.ActorOf(search, nameof(Coordinator));
        coordinator.Tell(new StartExploring());

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time ?? Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration stopping = limit.Token.Register(() =>
        {
            stop.Raise();
            coordinator.Tell(new StopExploring());
        });
        Explored explored = await _end.Task;
        stop.Raise();
        await system.Terminate();
        return explored;
    }

    private void Foretell(ReductionBegun begun)
    {
        if (ExploreText.Foretold(begun.GuessedClasses) is { } text)
        {
            error.WriteLine(text);
        }
    }

    /// <summary>A checkpoint that cannot be saved is no reason to end the search.</summary>
    private void Save(Checkpoint reached)
    {
        try
        {
            CheckpointStore.Save(reached, checkpoint!);
        }
        catch (InputException cause)
        {
            Log.Error("{Complaint}", cause.Message);
        }
    }

    /// <summary>Hands what the coordinator tells to those who wait outside.</summary>
    private sealed class Listener : ReceiveActor
    {
        public Listener(ExplorationRun exploration)
        {
            Receive<ExploreProgress>(progress => exploration._latest = progress);
            Receive<ReductionBegun>(exploration.Foretell);
            Receive<RoundEnded>(ended => exploration.Save(ended.Checkpoint));
            Receive<Explored>(explored => exploration._end.TrySetResult(explored));
            Receive<ExploreRefused>(refused => exploration._end.TrySetException(new InputException(refused.Text)));
            Receive<ExploreFailed>(failed =>
                exploration._end.TrySetException(new InvalidOperationException(failed.Text)));
        }
    }
}
