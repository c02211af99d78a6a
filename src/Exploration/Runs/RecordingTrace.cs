namespace PhyrActors.Exploration;

/// <summary>Turns a run that time decided, or threads, into a trace: the same steps under a schedule.</summary>
public static class RecordingTrace
{
    /// <summary>Runs the recording up to its first finding; null when that does not violate the same
    /// invariant.</summary>
    /// <remarks>Where the finding lacks a step that came first by luck, the trace is that of the order in which that
    /// comes last.</remarks>
    /// <param name="program">The same program, built anew.</param>
    /// <param name="recording">What decided the run.</param>
    /// <param name="finding">What was found first, and is to show.</param>
    /// <param name="options">Limits, and what the trace says of the program.</param>
    /// <param name="origin">What decided, in the place of a strategy's name.</param>
    public static (Finding Finding, Trace Trace)? Of(
        IProgram program,
        Recording recording,
        Finding finding,
        ExploreOptions options,
        string origin)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(options);

        RunLoop loop = new(options.PeriodicMax, NeverStop.Instance);
        RunEnd end = loop.Run(program, new ReplaySchedule(recording), options.Seed, options.StepsMax, null);
        Finding? shown = loop.Findings.FirstOrDefault(found => found.Invariant == finding.Invariant);
        if (shown is null)
        {
            return null;
        }

        // Steps are numbered anew: on threads actors begin at other moments.
        RunOutcome outcome = new(loop.ClassHash, loop.RunHash, loop.Deliveries, end, [.. loop.Findings], [], null);
        RunOutcome traced = new Rerun(options).Trace(program, recording, outcome, origin, options.Seed, 0);
        return traced.Trace is { } trace ? (traced.Findings[0], trace) : null;
    }
}
