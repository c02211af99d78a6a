using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Shares schedules out to workers and adds up what they give, in the order of the schedules: the result does
/// not depend on how many workers there are or how fast they are.</summary>
public sealed class Coordinator : ReceiveActor
{
    private const int BatchSchedules = 32;

    // A checkpoint holds every class: it is worth its cost once there are this many classes for each schedule it saves.
    private const int ClassesPerSchedule = 16;

    private readonly ExploreJob _job;
    private readonly IActorRef _listener;
    private readonly Queue<IActorRef> _idle = new();
    private readonly SortedDictionary<long, BatchDone> _waiting = [];
    private readonly ExploreTotals _totals;
    private readonly List<RunNote> _round = [];
    private IStrategy _strategy;
    private long _roundEnd;
    private long _checkpointed;
    private long _next;
    private long _merged;
    private int _running;
    private bool _stopping;
    private bool _cut;
    private bool _ended;

    /// <param name="job">What to explore.</param>
    /// <param name="workers">How many workers; at least 1.</param>
    /// <param name="listener">Who gets progress and the result.</param>
    public Coordinator(ExploreJob job, int workers, IActorRef listener)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        (_job, _listener) = (job, listener);
        (_totals, _strategy, _next) = job.From?.Open(job) ?? (new ExploreTotals(job.Options), job.Strategy, 0);
        _merged = _checkpointed = _next;
        _roundEnd = EndOfRound();
        for (int i = 0; i < workers; i++)
        {
            _idle.Enqueue(Context.ActorOf(Props.Create(() => new Worker(job)), $"worker{i}"));
        }

        Receive<StartExploring>(_ => Continue());
        Receive<StopExploring>(_ => OnStop());
        Receive<BatchDone>(OnBatchDone);
        Receive<ExploreFailed>(OnFailed);
    }

    private void OnStop()
    {
        _stopping = true;
        Continue();
    }

    private void OnBatchDone(BatchDone done)
    {
        _running--;
        _idle.Enqueue(Sender);
        _waiting.Add(done.Batch.First, done);
        _stopping |= done.Stopped;
        while (!_ended && _waiting.Remove(_merged, out BatchDone? batch))
        {
            Merge(batch);
        }

        Continue();
    }

    private void OnFailed(ExploreFailed failed)
    {
        _running--;
        if (!_ended)
        {
            _ended = true;
            _listener.Tell(failed);
        }
    }

    private void Merge(BatchDone batch)
    {
        _totals.Add(batch, _round);
        _cut |= batch.Stopped;
        _merged = batch.Batch.First + batch.Batch.Count;
        if (EndsSearch(batch))
        {
            End();
            return;
        }

        _listener.Tell(_totals.Progress());
        if (_merged == _roundEnd && !_cut)
        {
            EndRound();
        }
    }

    private void EndRound()
    {
        // A budget may end within a round; whoever goes on from there begins at the round's start.
        bool isWhole = _merged == Rounds.End(_merged - 1) || _round.Count == _strategy.RoundSchedulesMax;
        if (isWhole && _strategy is ILearner learner)
        {
            _strategy = learner.Learn(new RoundNotes(_job.Options.Seed, _merged, [.. _round]));
        }

        _round.Clear();
        _roundEnd = EndOfRound();
        long due = Math.Max(1, _totals.DistinctClasses / ClassesPerSchedule);
        if (isWhole && _job.Checkpoints && _merged - _checkpointed >= due)
        {
            _checkpointed = _merged;
            _listener.Tell(new RoundEnded(Checkpoint.Of(_job, _totals, _strategy, _merged)));
        }
    }

    private long EndOfRound() => Math.Min(
        _job.Options.Schedules, Math.Min(Rounds.End(_merged), Sum(_merged, _strategy.RoundSchedulesMax)));

    private static long Sum(long index, long schedules) =>
        schedules > long.MaxValue - index ? long.MaxValue : index + schedules;

    private void Continue()
    {
        if (_ended)
        {
            return;
        }

        if (_stopping)
        {
            EndWhenDrained();
            return;
        }

        while (_next < _roundEnd && !FoundBefore() && _idle.TryDequeue(out IActorRef? worker))
        {
            int count = (int)Math.Min(BatchSchedules, _roundEnd - _next);
            worker.Tell(new RunBatch(_next, count, _strategy));
            _next += count;
            _running++;
        }

        if (_merged >= _roundEnd)
        {
            End();
        }
    }

    /// <summary>Whether a finding waits for earlier batches: nothing after it will count.</summary>
    private bool FoundBefore()
    {
        foreach (BatchDone batch in _waiting.Values)
        {
            if (EndsSearch(batch))
            {
                return true;
            }
        }

        return false;
    }

    private bool EndsSearch(BatchDone batch) =>
        !_job.Options.KeepGoing && batch.First is { } first && _job.Options.IsNews(first);

    /// <summary>Adds what came back behind a gap; the finding of the lowest index still wins.</summary>
    private void EndWhenDrained()
    {
        if (_running > 0)
        {
            return;
        }

        _cut = true;
        foreach (BatchDone batch in _waiting.Values)
        {
            _totals.Add(batch, _round);
        }

        End();
    }

    private void End()
    {
        _ended = true;
        _waiting.Clear();
        bool found = _totals.HasNews && !_job.Options.KeepGoing && !_cut;
        bool isSpent = _totals.Schedules == _job.Options.Schedules || _strategy.RoundSchedulesMax == 0;
        _listener.Tell(_totals.Result(complete: found || (isSpent && !_cut)));
    }
}
