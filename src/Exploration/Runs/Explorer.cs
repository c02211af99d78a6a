namespace PhyrActors.Exploration;

/// <summary>Runs one schedule of a program at a time; keeps its buffers between runs. For one thread.</summary>
public sealed class Explorer(ExploreOptions options, IStopFlag? stop = null)
{
    private readonly RunLoop _loop = new(options.PeriodicMax, stop ?? NeverStop.Instance);
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
        RunOutcome outcome = new(
            _loop.ClassHash, _loop.RunHash, _loop.Deliveries, end, [.. _loop.Findings], _loop.Windows, null);
        return outcome.Findings.Count > 0 && traced
            ? WithTrace(outcome, program, strategy.Name, seed, index)
            : outcome;
    }

    /// <summary>Runs the same schedule again to write it down, and sees whether it gives the same run.</summary>
    private RunOutcome WithTrace(RunOutcome outcome, IProgram program, string strategy, ulong seed, long index)
    {
        TraceBuilder builder = new(new ReplaySchedule(_recording));
        _loop.Run(program, builder, seed, options.StepsMax, builder);
        bool same = _loop.RunHash == outcome.RunHash && _loop.Findings.SequenceEqual(outcome.Findings);
        if (same)
        {
            Trace trace = builder.Build(
                options, strategy, seed, index, outcome.End, outcome.RunHash, outcome.Findings[0]);
            return outcome with { Trace = trace };
        }

        Finding first = outcome.Findings[0];
        string text =
            $"schedule {index} of seed {seed} ran with hash {outcome.RunHash:x16} and then {_loop.RunHash:x16}";
        Finding doubt = first with { Invariant = FindingKinds.NotDeterministic, Text = text };
        return outcome with { Findings = [.. outcome.Findings, doubt] };
    }
}
