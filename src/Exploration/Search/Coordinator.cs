using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Shares schedules out to workers and adds up what they give, in the order of the schedules: the result does
/// not depend on how many workers there are or how fast they are.</summary>
public sealed class Coordinator : ReceiveActor
{
    /// <summary>Schedules between two points at which all workers have come back.</summary>
    public const int RoundSchedules = 4096;

    private const int BatchSchedules = 32;

    private readonly ExploreJob _job;
    private readonly IActorRef _listener;
    private readonly Queue<IActorRef> _idle = new();
    private readonly SortedDictionary<long, BatchDone> _waiting = [];
    private readonly ExploreTotals _totals = new();
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
        _totals.Add(batch);
        _cut |= batch.Stopped;
        _merged = batch.Batch.First + batch.Batch.Count;
        if (batch.Findings.Count > 0 && !_job.Options.KeepGoing)
        {
            End();
        }
        else
        {
            _listener.Tell(_totals.Progress());
        }
    }

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

        long roundEnd = Math.Min(_job.Options.Schedules, ((_merged / RoundSchedules) + 1) * RoundSchedules);
        while (_next < roundEnd && !FoundBefore() && _idle.TryDequeue(out IActorRef? worker))
        {
            int count = (int)Math.Min(BatchSchedules, roundEnd - _next);
            worker.Tell(new RunBatch(_next, count));
            _next += count;
            _running++;
        }

        if (_merged >= _job.Options.Schedules)
        {
            End();
        }
    }

    /// <summary>Whether a finding waits for earlier batches: nothing after it will count.</summary>
    private bool FoundBefore()
    {
        if (_job.Options.KeepGoing)
        {
            return false;
        }

        foreach (BatchDone batch in _waiting.Values)
        {
            if (batch.Findings.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

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
            _totals.Add(batch);
        }

        End();
    }

    private void End()
    {
        _ended = true;
        _waiting.Clear();
        bool found = _totals.Violations > 0 && !_job.Options.KeepGoing && !_cut;
        _listener.Tell(_totals.Result(complete: found || _totals.Schedules == _job.Options.Schedules));
    }
}
