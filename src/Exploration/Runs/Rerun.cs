namespace PhyrActors.Exploration;

/// <summary>Runs a recorded schedule again to write it down, and sees whether it gives the same run.</summary>
internal sealed class Rerun(ExploreOptions options)
{
    private readonly RunLoop _loop = new(options.PeriodicMax, NeverStop.Instance);

    /// <summary>The outcome with the trace of its first finding, or with the finding that the program is not
    /// deterministic.</summary>
    public RunOutcome Trace(
        IProgram program, Recording recording, RunOutcome outcome, string strategy, ulong seed, long index)
    {
        TraceBuilder builder = new(new ReplaySchedule(recording));
        RunEnd end = _loop.Run(program, builder, seed, options.StepsMax, builder);
        Finding first = outcome.Findings[0];
        if (_loop.Findings.Count > 0 && _loop.Findings[0] == first)
        {
            Trace trace = builder.Build(options, strategy, seed, index, end, _loop.RunHash, first);
            return outcome with { Trace = trace };
        }

        string text =
            $"schedule {index} of seed {seed} ran with hash {outcome.RunHash:x16} and then {_loop.RunHash:x16}";
        Finding doubt = first with { Invariant = FindingKinds.NotDeterministic, Text = text };
        return outcome with { Findings = [.. outcome.Findings, doubt] };
    }
}
