using static PhyrActors.Exploration.ExploreProtocol;
using static PhyrActors.Exploration.ReductionProtocol;

namespace PhyrActors.Exploration;

/// <summary>Explores one run of every class: owns the upper part of the tree, hands out what lies below, and merges
/// what comes back in the order in which it was handed out. The result does not depend on how many workers there
/// are.</summary>
public sealed class Reducer : ReceiveActor
{
    private const int TaskRunsMax = 128;

    // So few cost less than the first tasks.
    private const int ProbeWays = 256;

    // Results wait for those before them: this far ahead is enough for any number of workers.
    private const int TasksAhead = 256;

    private readonly ExploreJob _job;
    private readonly int _taskRunsMax;
    private readonly IActorRef _listener;
    private readonly Queue<IActorRef> _idle = new();
    private readonly SortedDictionary<long, Reduced> _waiting = [];
    private readonly ReductionTotals _totals;
    private readonly DporTree _tree;
    private long _next;
    private long _merged;
    private int _running;
    private bool _stopping;
    private bool _ended;

    /// <param name="job">What to explore; its strategy only gives the name.</param>
    /// <param name="workers">How many workers; at least 1.</param>
    /// <param name="listener">Who gets progress and the result.</param>
    public Reducer(ExploreJob job, int workers, IActorRef listener)
        : this(job, workers, listener, TaskRunsMax)
    {
    }

    /// <param name="job">What to explore; its strategy only gives the name.</param>
    /// <param name="workers">How many workers; at least 1.</param>
    /// <param name="listener">Who gets progress and the result.</param>
    /// <param name="taskRunsMax">After how many runs a task is given back.</param>
    internal Reducer(ExploreJob job, int workers, IActorRef listener, int taskRunsMax)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        (_job, _listener, _taskRunsMax) = (job, listener, taskRunsMax);
        _totals = new ReductionTotals(job.Options);
        _tree = new DporTree(new Dependence(job.Program().Commuting), job.Options.FaultsMax);
        for (int i = 0; i < workers; i++)
        {
            _idle.Enqueue(Context.ActorOf(Props.Create(() => new ReductionWorker(job)), $"worker{i}"));
        }

        Receive<StartExploring>(_ => Start());
        Receive<StopExploring>(_ =>
        {
            _stopping = true;
            Continue();
        });
        Receive<Reduced>(OnReduced);
        Receive<ExploreRefused>(OnFailed);
        Receive<ExploreFailed>(OnFailed);
    }

    private void Start()
    {
        double classes = TreeProbe.Guess(_job.Program(), _job.Options, ProbeWays, _job.Stop);
        _listener.Tell(new ReductionBegun(classes));
        Continue();
    }

    private void OnReduced(Reduced reduced)
    {
        _running--;
        _idle.Enqueue(Sender);
        _waiting.Add(reduced.Task, reduced);
        while (!_ended && _waiting.Remove(_merged, out Reduced? next))
        {
            Merge(next);
        }

        Continue();
    }

    private void OnFailed(object why)
    {
        _running--;
        if (!_ended)
        {
            _ended = true;
            _listener.Tell(why);
        }
    }

    private void Merge(Reduced reduced)
    {
        _merged++;
        _totals.Add(reduced);
        if (reduced.IsStopped || _totals.IsSpent)
        {
            _stopping = true;
            if (_totals.IsOver)
            {
                End(isComplete: false);
            }

            return;
        }

        _tree.Merge(reduced.Task, reduced.Root, reduced.Outside, reduced.Rest);
        if (_tree.IsComplete)
        {
            End(isComplete: true);
        }
        else
        {
            _listener.Tell(_totals.Progress(_tree.ExploredShare));
        }
    }

    private void Continue()
    {
        if (_ended)
        {
            return;
        }

        if (!_stopping)
        {
            HandOut();
        }
        else if (_running == 0)
        {
            // What came back behind a gap still counts: a finding is not lost.
            foreach (Reduced reduced in _waiting.Values)
            {
                _totals.Add(reduced);
            }

            End(isComplete: false);
        }
    }

    private void HandOut()
    {
        while (_idle.Count > 0 && _next < _merged + TasksAhead && _tree.TryTake(out DporTask? task))
        {
            _idle.Dequeue().Tell(new Reduce(task!, _taskRunsMax));
            _next++;
            _running++;
        }
    }

    private void End(bool isComplete)
    {
        _ended = true;
        _waiting.Clear();
        _listener.Tell(_totals.Result(_tree.ExploredShare, isComplete));
    }
}
