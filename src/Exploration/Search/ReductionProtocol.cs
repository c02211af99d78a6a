namespace PhyrActors.Exploration;

/// <summary>The messages between a reduction and its workers. Who gets one owns the parts of the tree in it.</summary>
internal static class ReductionProtocol
{
    /// <summary>To a worker: explore a part of the tree, at most so many runs of it.</summary>
    public sealed record Reduce(DporTask Task, int RunsMax);

    /// <summary>A worker's answer to <see cref="Reduce"/>.</summary>
    /// <param name="Task">The task's number.</param>
    /// <param name="Runs">Every run, in order.</param>
    /// <param name="First">The run with the first finding, or the first that shows news, with its trace; null when
    /// there is none.</param>
    /// <param name="Root">The last step of the task's prefix as it ran; null for the whole tree.</param>
    /// <param name="Outside">Sequences that begin within the prefix, by the state that they begin in.</param>
    /// <param name="Rest">What is left of the task; null when it is done.</param>
    /// <param name="IsStopped">It was cut short: there is no use in going on.</param>
    public sealed record Reduced(
        long Task,
        IReadOnlyList<ReducedRun> Runs,
        RunOutcome? First,
        WakeupStep? Root,
        IReadOnlyList<(int Depth, List<WakeupStep> Sequence)> Outside,
        DporRest? Rest,
        bool IsStopped);

    /// <summary>One run.</summary>
    /// <param name="ClassHash">The class it ran in.</param>
    /// <param name="Deliveries">Messages delivered.</param>
    /// <param name="Found">By which finding it is called, or null.</param>
    /// <param name="Windows">Its race windows; null for a run that was given up.</param>
    public readonly record struct ReducedRun(
        ulong ClassHash, long Deliveries, Finding? Found, IReadOnlyList<Sometimes>? Windows);
}
