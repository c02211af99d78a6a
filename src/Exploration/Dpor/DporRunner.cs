namespace PhyrActors.Exploration;

/// <summary>Runs a program again and again through parts of its tree. For one thread.</summary>
internal sealed class DporRunner
{
    private readonly ExploreOptions _options;
    private readonly IProgram _program;
    private readonly DporSearch _search;
    private readonly RunLoop _loop;
    private readonly Recording _recording = new();
    private readonly CommutingCheck _commuting;
    private long _number;

    public DporRunner(IProgram program, ExploreOptions options, IStopFlag stop)
    {
        (_program, _options) = (program, options);
        _search = new DporSearch(new Dependence(program.Commuting), options.FaultsMax);
        _commuting = new CommutingCheck(options);
        _loop = new RunLoop(options.PeriodicMax, stop) { Graph = _search.Graph, ToTheEnd = options.KeepGoing };
    }

    public DporSearch Search => _search;

    /// <summary>Deliveries of the latest run.</summary>
    public long Deliveries => _loop.Deliveries;

    /// <summary>Goes to a part of the tree.</summary>
    /// <param name="task">The part.</param>
    /// <param name="number">The number of its first run, for checks of a share of the runs.</param>
    public void Open(DporTask task, long number)
    {
        _number = number;
        _search.Open(task);
    }

    /// <summary>Runs the next schedule.</summary>
    /// <param name="outcome">What it gave; null for a run that was given up.</param>
    /// <returns>False when everything has been explored, or the stop flag is raised.</returns>
    /// <exception cref="UnboundedProgramException">The program cannot be explored to its end.</exception>
    public bool TryRunNext(out RunOutcome? outcome)
    {
        outcome = null;
        if (!_search.TryBeginRun())
        {
            return false;
        }

        _recording.Clear();
        RecordingSchedule schedule = new(_search.Schedule, _recording);
        RunEnd end = _loop.Run(_program, schedule, _options.Seed, _options.StepsMax, null);
        Refuse(end);
        if (end == RunEnd.Stopped && _loop.Findings.Count == 0)
        {
            return false;
        }

        _search.EndRun();
        if (_search.IsBlocked)
        {
            return true;
        }

        if (CommutingCheck.IsSampled(_program, _number++))
        {
            _commuting.Check(_program, _recording, _options.Seed);
        }

        outcome = new RunOutcome(
            _loop.ClassHash, _loop.RunHash, _loop.Deliveries, end, [.. _loop.Findings], _loop.Windows, null);
        return true;
    }

    /// <summary>Writes the latest run down, with its first finding.</summary>
    public RunOutcome Traced(RunOutcome outcome, long index) =>
        new Rerun(_options).Trace(_program, _recording, outcome, "dpor", _options.Seed, index);

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
