namespace PhyrActors.Exploration;

/// <summary>Enumerates, without any reduction, the runs with few deviations from the plain one: first none, then one,
/// then two. A deviation is a message that is delayed behind all that waits, or a choice that is not plain.</summary>
/// <remarks>It finds the shortest bugs with the simplest traces, and never claims to have seen all interleavings.
/// Source: Emmi, Qadeer and Rakamaric, "Delay-bounded scheduling", POPL 2011.</remarks>
public sealed class DfsStrategy : ILearner
{
    private readonly DelayFrontier _frontier;
    private readonly long _first;

    /// <param name="bound">The most deviations of a run.</param>
    public DfsStrategy(int bound = 2)
        : this(new DelayFrontier(bound), 0)
    {
    }

    private DfsStrategy(DelayFrontier frontier, long first) => (_frontier, _first) = (frontier, first);

    public string Name => "dfs";

    public long RoundSchedulesMax => _frontier.Plan.Count;

    public ISchedule Begin(ulong seed, long index) =>
        new DelaySchedule(_frontier.Plan[(int)(index - _first)], _frontier.IsExpanded);

    ILearner ILearner.Learn(RoundNotes round) => new DfsStrategy(_frontier.After(round.Runs), round.Next);

    void ILearner.Save(TraceWriter writer)
    {
        writer.Number((ulong)_first);
        _frontier.Save(writer);
    }

    ILearner ILearner.Load(TraceReader reader)
    {
        long first = reader.Long();
        return new DfsStrategy(_frontier.Load(reader), first);
    }
}
