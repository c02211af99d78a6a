using static PhyrActors.Exploration.ExploreProtocol;
using static PhyrActors.Exploration.ReductionProtocol;

namespace PhyrActors.Exploration;

/// <summary>Sums over the runs of a reduction, in the order of their tasks.</summary>
internal sealed class ReductionTotals(ExploreOptions options)
{
    private readonly WindowTally _windows = new();
    private readonly FindingTally _findings = new();
    private readonly ClassTable _classes = new();
    private ulong _classSet;
    private long _schedules;
    private long _deliveries;
    private long _blocked;
    private long _violations;
    private RunOutcome? _first;
    private bool _hasNews;

    /// <summary>The budget is used up.</summary>
    public bool IsSpent => _schedules >= options.Schedules;

    /// <summary>Nothing that may still come counts.</summary>
    public bool IsOver => IsSpent || (_hasNews && !options.KeepGoing);

    /// <summary>Adds the runs of a task as far as the budget goes.</summary>
    public void Add(Reduced reduced)
    {
        for (int i = 0; i < reduced.Runs.Count && !IsOver; i++)
        {
            ReducedRun run = reduced.Runs[i];
            _deliveries += run.Deliveries;
            if (run.Windows is null)
            {
                _blocked++;
                continue;
            }

            _classSet = unchecked(_classSet + (_classes.Add(run.ClassHash) ? SplitMix64.Mix(run.ClassHash, 0) : 0));
            _windows.Add(run.Windows);
            if (run.Found is { } found)
            {
                _violations++;
                _findings.Add(found);
                Keep(found, reduced.First!);
            }

            _schedules++;
        }
    }

    private void Keep(Finding found, RunOutcome first)
    {
        bool isNews = options.IsNews(found);
        if (_first is null || (isNews && !_hasNews))
        {
            _first = Numbered(first);
            _hasNews = isNews;
        }
    }

    public ExploreProgress Progress(double exploredShare) => new(
        _schedules, _deliveries, _classes.Count, exploredShare < 1 ? 1 : 0, _violations, _windows.Counts)
    {
        Reduction = ReductionAt(exploredShare),
    };

    public Explored Result(double exploredShare, bool isComplete)
    {
        double share = isComplete ? 1 : exploredShare;
        return new Explored(
            _schedules,
            _deliveries,
            _classes.Count,
            isComplete ? 0 : 1,
            _violations,
            _first is null ? null : FindingTally.Told(_first.Findings, options),
            _first?.Trace,
            _windows.Counts,
            OrderReport.Empty,
            isComplete)
        {
            Reduction = ReductionAt(share),
            Findings = _findings.Counts,
        };
    }

    /// <summary>How many classes there are, as far as can be told: those seen, by the share of the tree that they are.
    /// Source: Kilby, Slaney, Thiebaux and Walsh, "Estimating search tree size", AAAI 2006.</summary>
    private Reduction ReductionAt(double share) => new(
        _schedules - _classes.Count,
        _blocked,
        share,
        share > 0 ? _classes.Count / share : double.PositiveInfinity,
        _classSet);

    private RunOutcome Numbered(RunOutcome first) =>
        first.Trace is null ? first : first with { Trace = first.Trace with { ScheduleIndex = _schedules } };
}
