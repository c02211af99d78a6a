namespace PhyrActors.Exploration;

/// <summary>Explores a program run by run until every class has been seen. For one thread.</summary>
public sealed class DporExplorer
{
    private readonly DporRunner _runner;
    private readonly HashSet<ulong> _classes = [];
    private bool _interrupted;

    public DporExplorer(IProgram program, ExploreOptions options, IStopFlag? stop = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        _runner = new DporRunner(program, options, stop ?? NeverStop.Instance);
    }

    /// <summary>Runs so far that came to an end of their own.</summary>
    public long Schedules { get; private set; }

    /// <summary>Of these, runs of a class that another run was of already: 0, or this code is wrong.</summary>
    public long Redundant => Schedules - _classes.Count;

    /// <summary>Runs that were given up since they could only repeat a class.</summary>
    public long Blocked { get; private set; }

    public IReadOnlyCollection<ulong> Classes => _classes;

    /// <summary>Everything has been explored.</summary>
    public bool IsComplete => _runner.Search.IsComplete;

    /// <summary>The share of the known tree that has been explored.</summary>
    public double ExploredShare => _runner.Search.ExploredShare;

    /// <summary>Runs the next schedule.</summary>
    /// <param name="outcome">What it gave; null for a run that was given up.</param>
    /// <returns>False when everything has been explored, or the stop flag is raised.</returns>
    /// <exception cref="UnboundedProgramException">The program cannot be explored to its end.</exception>
    public bool TryRunNext(out RunOutcome? outcome)
    {
        outcome = null;
        if (_interrupted || !_runner.TryRunNext(out outcome))
        {
            _interrupted = true;
            return false;
        }

        if (outcome is null)
        {
            Blocked++;
            return true;
        }

        Schedules++;
        _classes.Add(outcome.ClassHash);
        return true;
    }

    /// <summary>Writes the latest run down, with its first finding.</summary>
    public RunOutcome Traced(RunOutcome outcome) => _runner.Traced(outcome, Schedules - 1);
}
