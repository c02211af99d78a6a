namespace PhyrActors.Exploration;

/// <summary>What a check of a world gave.</summary>
/// <param name="Schedules">Schedules run.</param>
/// <param name="DistinctClasses">How many of the runs differ by more than the order of unrelated steps.</param>
/// <param name="Complete">It came to its own end; of <see cref="DporStrategy"/>: every interleaving was seen.</param>
/// <param name="Finding">What was found first, or null.</param>
/// <param name="Trace">How to see it again: <see cref="Replay.Run(Trace)"/>, or a file by <see cref="TraceFormat"/>;
/// null without a finding.</param>
public sealed record CheckResult(
    long Schedules, long DistinctClasses, bool Complete, Finding? Finding, Trace? Trace)
{
    public bool Passed => Finding is null;

    /// <summary>For the message of an assertion: the finding, where it shows, and which schedule it was.</summary>
    public override string ToString()
    {
        string extent = $"{Schedules} schedules, {DistinctClasses} distinct classes";
        if (Finding is not { } finding)
        {
            return $"no violation in {extent}";
        }

        string missing = finding.MissingEdge is { } edge ? $"; nothing orders {edge} before it" : string.Empty;
        string schedule = Trace is { } trace
            ? $"; schedule {trace.ScheduleIndex} of seed {trace.Seed}, by {trace.Strategy}"
            : string.Empty;
        return $"{finding.Invariant}: {finding.Text} (step {finding.Step}: {finding.Actor} handles {finding.Message}"
            + $"{missing}{schedule}; {extent})";
    }
}
