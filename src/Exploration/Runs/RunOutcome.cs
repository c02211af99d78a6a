namespace PhyrActors.Exploration;

/// <summary>What one schedule gave.</summary>
/// <param name="ClassHash">The same for every run that differs only in the order of unrelated steps.</param>
/// <param name="RunHash">The rolling hash of this very run.</param>
/// <param name="Deliveries">Messages delivered; creations are not counted.</param>
/// <param name="End">Why it ended; <see cref="RunEnd.Stopped"/> without a finding: the stop flag was raised.</param>
/// <param name="Findings">What was found, in order; the run ended with the step of the first.</param>
/// <param name="Windows">The race windows of this run.</param>
/// <param name="Trace">How to see the first finding again; null when there is none.</param>
/// <param name="Note">What the schedule left for its strategy; null when nothing.</param>
public sealed record RunOutcome(
    ulong ClassHash,
    ulong RunHash,
    long Deliveries,
    RunEnd End,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Sometimes> Windows,
    Trace? Trace,
    ScheduleNote? Note = null);
