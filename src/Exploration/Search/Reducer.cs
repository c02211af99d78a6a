using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Explores one run of every class, a slice at a time, and tells how far it is.</summary>
public sealed class Reducer : ReceiveActor
{
    private const int SliceRuns = 256;

    private readonly ExploreJob _job;
    private readonly IActorRef _listener;
    private readonly WindowTally _windows = new();
    private DporExplorer? _explorer;
    private long _violations;
    private RunOutcome? _first;
    private bool _stopping;

    /// <param name="job">What to explore; its strategy only gives the name.</param>
    /// <param name="listener">Who gets progress and the result.</param>
    public Reducer(ExploreJob job, IActorRef listener)
    {
        ArgumentNullException.ThrowIfNull(job);
        (_job, _listener) = (job, listener);
        Receive<StartExploring>(_ => GoOn());
        Receive<StopExploring>(_ => _stopping = true);
    }

    private void GoOn()
    {
        try
        {
            _explorer ??= new DporExplorer(_job.Program(), _job.Options, _job.Stop);
            if (RunSlice(_explorer))
            {
                _listener.Tell(Progress(_explorer));
                Self.Tell(new StartExploring());
            }
            else
            {
                _listener.Tell(Result(_explorer));
            }
        }
        catch (UnboundedProgramException cause)
        {
            _listener.Tell(new ExploreRefused(cause.Message));
        }
#pragma warning disable CA1031 // Whatever a program throws while it is built must reach the one who asked.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            _listener.Tell(new ExploreFailed(cause.ToString()));
        }
    }

    /// <summary>False when there is no more to do.</summary>
    private bool RunSlice(DporExplorer explorer)
    {
        for (int i = 0; i < SliceRuns; i++)
        {
            bool isSpent = explorer.Schedules >= _job.Options.Schedules;
            bool isFound = _first is not null && !_job.Options.KeepGoing;
            if (_stopping || _job.Stop.Raised || isSpent || isFound || !explorer.TryRunNext(out RunOutcome? outcome))
            {
                return false;
            }

            if (outcome is not null)
            {
                Add(explorer, outcome);
            }
        }

        return true;
    }

    private void Add(DporExplorer explorer, RunOutcome outcome)
    {
        _windows.Add(outcome.Windows);
        if (outcome.Findings.Count > 0)
        {
            _violations++;
            _first ??= explorer.Traced(outcome);
        }
    }

    private ExploreProgress Progress(DporExplorer explorer) => new(
        explorer.Schedules,
        explorer.Deliveries,
        explorer.Classes.Count,
        explorer.IsComplete ? 0 : 1,
        _violations,
        _windows.Counts)
    {
        Reduction = ReductionOf(explorer),
    };

    private Explored Result(DporExplorer explorer)
    {
        ExploreProgress progress = Progress(explorer);
        return new Explored(
            progress.Schedules,
            progress.Deliveries,
            progress.DistinctClasses,
            progress.UnseenShare,
            progress.Violations,
            _first?.Findings[^1].Invariant == FindingKinds.NotDeterministic ? _first.Findings[^1] : _first?.Findings[0],
            _first?.Trace,
            progress.Windows,
            OrderReport.Empty,
            explorer.IsComplete)
        {
            Reduction = progress.Reduction,
        };
    }

    private static Reduction ReductionOf(DporExplorer explorer) =>
        new(explorer.Redundant, explorer.Blocked, explorer.ExploredShare, explorer.EstimatedClasses);
}
