namespace PhyrActors.Exploration;

/// <summary>A strategy that goes by what earlier rounds gave: within a round it is as fixed as any other.</summary>
internal interface ILearner : IStrategy
{
    /// <summary>The strategy of the next round.</summary>
    ILearner Learn(RoundNotes round);

    /// <summary>Writes what was learned.</summary>
    void Save(TraceWriter writer);

    /// <summary>This strategy with what was written.</summary>
    ILearner Load(TraceReader reader);
}

/// <summary>A round that is over.</summary>
/// <param name="Seed">The exploration's.</param>
/// <param name="Next">The index of the next round's first schedule.</param>
/// <param name="Runs">What ran, in the order of the schedules; a member of a portfolio sees its own only.</param>
internal sealed record RoundNotes(ulong Seed, long Next, IReadOnlyList<RunNote> Runs);

/// <summary>A schedule as the strategy sees it afterwards.</summary>
/// <param name="Index">Which one it was.</param>
/// <param name="Deliveries">What it cost.</param>
/// <param name="IsNew">No schedule before it ran in the same class.</param>
/// <param name="Left">What it left behind.</param>
internal sealed record RunNote(long Index, long Deliveries, bool IsNew, ScheduleNote? Left);
