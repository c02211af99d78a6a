namespace PhyrActors.Exploration;

/// <summary>Explores a program, or a part of it, run by run until every class has been seen. For one thread.</summary>
public sealed class DporExplorer
{
    private readonly ExploreOptions _options;
    private readonly IProgram _program;
    private readonly DporSearch _search;
    private readonly RunLoop _loop;
    private readonly Recording _recording = new();
    private readonly CommutingCheck _commuting;
    private readonly HashSet<ulong> _classes = [];
    private bool _interrupted;

    public DporExplorer(IProgram program, ExploreOptions options, IStopFlag? stop = null)
        : this(program, options, DporTask.Whole, stop)
    {
    }

    internal DporExplorer(IProgram program, ExploreOptions options, DporTask task, IStopFlag? stop)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        (_program, _options) = (program, options);
        _search = new DporSearch(new Dependence(program.Commuting), options.FaultsMax, task);
        _commuting = new CommutingCheck(options);
        _loop = new RunLoop(options.PeriodicMax, stop ?? NeverStop.Instance)
        {
            Graph = _search.Graph,
            ToTheEnd = options.KeepGoing,
        };
    }

    /// <summary>Runs so far that came to an end of their own.</summary>
    public long Schedules { get; private set; }

    /// <summary>Of these, runs of a class that another run was of already: 0, or this code is wrong.</summary>
    public long Redundant => Schedules - _classes.Count;

    /// <summary>Runs that were given up since they could only repeat a class.</summary>
    public long Blocked { get; private set; }

    public long Deliveries { get; private set; }

    public IReadOnlyCollection<ulong> Classes => _classes;

    /// <summary>Everything has been explored.</summary>
    public bool IsComplete => _search.IsComplete;

    /// <summary>The share of the known tree that has been explored.</summary>
    public double ExploredShare => _search.ExploredShare;

    /// <summary>How many classes there are, as far as can be told: those seen, by the share of the tree that they
    /// are. Source: Kilby, Slaney, Thiebaux and Walsh, "Estimating search tree size", AAAI 2006.</summary>
    public double EstimatedClasses => ExploredShare > 0 ? _classes.Count / ExploredShare : double.PositiveInfinity;

    /// <summary>Runs the next schedule.</summary>
    /// <param name="outcome">What it gave; null for a run that was given up.</param>
    /// <returns>False when everything has been explored, or the stop flag is raised.</returns>
    /// <exception cref="UnboundedProgramException">The program cannot be explored to its end.</exception>
    public bool TryRunNext(out RunOutcome? outcome)
    {
        outcome = null;
        if (_interrupted || !_search.TryBeginRun())
        {
            return false;
        }

        _recording.Clear();
        RecordingSchedule schedule = new(_search.Schedule, _recording);
        RunEnd end = _loop.Run(_program, schedule, _options.Seed, _options.StepsMax, null);
        Refuse(end);
        if (end == RunEnd.Stopped && _loop.Findings.Count == 0)
        {
            _interrupted = true;
            return false;
        }

        Deliveries += _loop.Deliveries;
        _search.EndRun();
        if (_search.IsBlocked)
        {
            Blocked++;
            return true;
        }

        if (CommutingCheck.IsSampled(_program, Schedules))
        {
            _commuting.Check(_program, _recording, _options.Seed);
        }

        Schedules++;
        _classes.Add(_loop.ClassHash);
        outcome = new RunOutcome(
            _loop.ClassHash, _loop.RunHash, _loop.Deliveries, end, [.. _loop.Findings], _loop.Windows, null);
        return true;
    }

    /// <summary>Writes the latest run down, with its first finding.</summary>
    public RunOutcome Traced(RunOutcome outcome) =>
        new Rerun(_options).Trace(_program, _recording, outcome, "dpor", _options.Seed, Schedules - 1);

    private void Refuse(RunEnd end)
    {
        if (end == RunEnd.StepLimit)
        {
            throw new UnboundedProgramException(
                $"dpor explores programs that come to rest; this one did not within {_options.StepsMax} steps");
        }

        if (_search.Graph.HasStartChoices)
        {
            throw new UnboundedProgramException("dpor cannot vary choices that are made before the first delivery");
        }
    }
}
