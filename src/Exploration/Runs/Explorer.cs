namespace PhyrActors.Exploration;

/// <summary>Runs one schedule of a program at a time; keeps its buffers between runs. For one thread.</summary>
public sealed class Explorer(ExploreOptions options, IStopFlag? stop = null)
{
    private readonly RunLoop _loop = new(options.PeriodicMax, stop ?? NeverStop.Instance);
    private readonly Rerun _rerun = new(options);
    private readonly CommutingCheck _commuting = new(options);
    private readonly Recording _recording = new();

    /// <summary>Runs schedule number <paramref name="index"/> of the strategy.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="strategy">Who decides.</param>
    /// <param name="seed">With the index, all that the strategy may go by.</param>
    /// <param name="index">From 0.</param>
    /// <param name="traced">Whether a finding comes with its trace, which costs a second run.</param>
    public RunOutcome RunOne(IProgram program, IStrategy strategy, ulong seed, long index, bool traced = true)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(strategy);
        _recording.Clear();
        RecordingSchedule schedule = new(strategy.Begin(seed, index), _recording);
        RunEnd end = _loop.Run(program, schedule, seed, options.StepsMax, null);
        if (CommutingCheck.IsSampled(program, index))
        {
            _commuting.Check(program, _recording, seed);
        }

        RunOutcome outcome = new(
            _loop.ClassHash, _loop.RunHash, _loop.Deliveries, end, [.. _loop.Findings], _loop.Windows, null);
        return outcome.Findings.Count > 0 && traced
            ? _rerun.Trace(program, _recording, outcome, strategy.Name, seed, index)
            : outcome;
    }
}
