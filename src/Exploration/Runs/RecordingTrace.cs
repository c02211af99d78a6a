namespace PhyrActors.Exploration;

/// <summary>Turns a run that time decided, or threads, into a trace: the same steps under a schedule.</summary>
public static class RecordingTrace
{
    /// <summary>Runs the recording up to its first finding; null when that does not give the finding again.</summary>
    /// <remarks>Timers come in deadline order at their actor, by causes alone: a run whose costs or threads made that
    /// order otherwise cannot be had again. Where the finding lacks a step that came first by luck, the trace is that of
    /// the order in which it comes last.</remarks>
    /// <param name="program">The same program, built anew.</param>
    /// <param name="recording">What decided the run.</param>
    /// <param name="findings">What was found, in order; the first is to show.</param>
    /// <param name="options">Limits, and what the trace says of the program.</param>
    /// <param name="origin">What decided, in the place of a strategy's name.</param>
    public static (Finding Finding, Trace Trace)? Of(
        IProgram program,
        Recording recording,
        IReadOnlyList<Finding> findings,
        ExploreOptions options,
        string origin)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(options);

        // Neither hash nor end of a run in time are those of a run under a schedule: the finding decides.
        RunOutcome outcome = new(0, 0, 0, RunEnd.TimeLimit, findings, [], null);
        RunOutcome traced = new Rerun(options).Trace(program, recording, outcome, origin, options.Seed, 0);
        return traced.Trace is { } trace ? (traced.Findings[0], trace) : null;
    }
}
