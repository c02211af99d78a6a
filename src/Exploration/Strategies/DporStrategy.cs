namespace PhyrActors.Exploration;

/// <summary>One run of every class: not a function of an index, so <see cref="Reducer"/> explores it.</summary>
public sealed class DporStrategy : IStrategy
{
    public string Name => "dpor";

    public ISchedule Begin(ulong seed, long index) =>
        throw new NotSupportedException("Which run comes next depends on all runs before it.");
}
