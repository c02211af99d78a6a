namespace PhyrActors.Exploration;

/// <summary>The messages of an exploration.</summary>
public static class ExploreProtocol
{
    /// <summary>To the coordinator: begin. Its listener gets <see cref="ExploreProgress"/> again and again, and at the
    /// end exactly one <see cref="Explored"/> or <see cref="ExploreFailed"/>.</summary>
    public sealed record StartExploring;

    /// <summary>To the coordinator: end with what there is, once the batches that run have come back.</summary>
    public sealed record StopExploring;

    /// <summary>How far it is: the same sequence of messages whatever the number of workers.</summary>
    /// <param name="Schedules">Schedules run.</param>
    /// <param name="Deliveries">Messages delivered in them.</param>
    /// <param name="DistinctClasses">How many of the runs differ by more than the order of unrelated steps.</param>
    /// <param name="UnseenShare">An estimate of the chance that the next run is in a class not met so far.</param>
    /// <param name="Violations">Runs with a finding.</param>
    /// <param name="Windows">How often each race window was open.</param>
    public sealed record ExploreProgress(
        long Schedules,
        long Deliveries,
        long DistinctClasses,
        double UnseenShare,
        long Violations,
        IReadOnlyList<WindowCount> Windows)
    {
        /// <summary>How far a reduction is; null for other strategies.</summary>
        public Reduction? Reduction { get; init; }
    }

    /// <summary>What only an exploration of every class knows.</summary>
    /// <param name="Redundant">Runs of a class that had been run: 0, or the reduction is wrong.</param>
    /// <param name="Blocked">Runs given up since they could only repeat a class.</param>
    /// <param name="ExploredShare">The share of the tree known so far that has been explored, in [0, 1].</param>
    /// <param name="EstimatedClasses">How many classes there seem to be.</param>
    /// <param name="ClassSet">A hash of the set of classes that were seen.</param>
    public sealed record Reduction(
        long Redundant, long Blocked, double ExploredShare, double EstimatedClasses, ulong ClassSet);

    /// <summary>An exploration of every class begins.</summary>
    /// <param name="GuessedClasses">How many there seem to be, from a few random runs; 0: more than could be
    /// guessed.</param>
    public sealed record ReductionBegun(double GuessedClasses);

    /// <summary>A round is over, and this is all that it takes to go on from here.</summary>
    public sealed record RoundEnded(Checkpoint Checkpoint);

    /// <summary>Runs that violate one invariant.</summary>
    /// <param name="Invariant">Which.</param>
    /// <param name="Schedules">How many runs are called by it: a run ends with its first finding.</param>
    /// <param name="First">The finding of the first of them.</param>
    public readonly record struct FindingCount(string Invariant, long Schedules, Finding First);

    /// <summary>The result.</summary>
    /// <param name="Schedules">Schedules run; after a finding that ended it, those up to and including the
    /// finding's.</param>
    /// <param name="Deliveries">Messages delivered in them.</param>
    /// <param name="DistinctClasses">How many of the runs differ by more than the order of unrelated steps.</param>
    /// <param name="UnseenShare">Good and Turing's estimate of the chance that a further run is in a class not met so
    /// far: the share of the runs that were alone in their class.</param>
    /// <param name="Violations">Runs with a finding.</param>
    /// <param name="FirstFinding">The finding of the schedule with the lowest index, or null; one that nobody expects
    /// comes before those that are expected.</param>
    /// <param name="Trace">How to see it again; null when there is none, or when it was not deterministic.</param>
    /// <param name="Windows">How often each race window was open.</param>
    /// <param name="Orders">The orders of messages and the races in mailboxes.</param>
    /// <param name="Complete">False when it was stopped before its budget or its finding.</param>
    public sealed record Explored(
        long Schedules,
        long Deliveries,
        long DistinctClasses,
        double UnseenShare,
        long Violations,
        Finding? FirstFinding,
        Trace? Trace,
        IReadOnlyList<WindowCount> Windows,
        OrderReport Orders,
        bool Complete)
    {
        /// <summary>The runs with a finding, by invariant.</summary>
        public IReadOnlyList<FindingCount> Findings { get; init; } = [];

        /// <summary>How far a reduction came; null for other strategies.</summary>
        public Reduction? Reduction { get; init; }
    }

    /// <summary>The strategy does not work on this program.</summary>
    public sealed record ExploreRefused(string Text);

    /// <summary>The program itself could not be run.</summary>
    public sealed record ExploreFailed(string Text);

    /// <summary>To a worker: run the schedules from <paramref name="First"/> on.</summary>
    /// <param name="First">The index of the first.</param>
    /// <param name="Count">How many.</param>
    /// <param name="Strategy">Who decides in this round.</param>
    public sealed record RunBatch(long First, int Count, IStrategy Strategy);

    /// <summary>A worker's answer to <see cref="RunBatch"/>.</summary>
    /// <param name="Batch">What was asked.</param>
    /// <param name="Runs">Each schedule that was run, in order: fewer than asked after a finding, or when the stop flag
    /// was raised.</param>
    /// <param name="Violations">Runs with a finding.</param>
    /// <param name="First">The finding of the first such run, or of the first that shows news; null for none.</param>
    /// <param name="Trace">How to see it again.</param>
    /// <param name="Windows">How often each race window was open.</param>
    /// <param name="Orders">The orders of messages and the races in mailboxes.</param>
    /// <param name="Stopped">Cut short by the stop flag.</param>
    public sealed record BatchDone(
        RunBatch Batch,
        IReadOnlyList<BatchRun> Runs,
        long Violations,
        Finding? First,
        Trace? Trace,
        IReadOnlyList<WindowCount> Windows,
        OrderNotes Orders,
        bool Stopped);

    /// <summary>One schedule of a batch.</summary>
    /// <param name="ClassHash">The class it ran in.</param>
    /// <param name="Deliveries">Messages delivered.</param>
    /// <param name="Note">What the schedule left for its strategy, or null.</param>
    /// <param name="Found">By which finding it is called, or null.</param>
    public sealed record BatchRun(ulong ClassHash, long Deliveries, ScheduleNote? Note, Finding? Found = null);
}
