namespace PhyrActors.Exploration;

/// <summary>A way of choosing orders and choices. Immutable: workers on several threads share one.</summary>
public interface IStrategy
{
    /// <summary>The name that reports carry, such as <c>random</c>.</summary>
    string Name { get; }

    /// <summary>How many schedules it has for a round; 0: it has no more.</summary>
    long RoundSchedulesMax => long.MaxValue;

    /// <summary>The name that the trace of a schedule carries; a portfolio names the member too, as in
    /// <c>portfolio/pos</c>.</summary>
    string NameOf(ulong seed, long index) => Name;

    /// <summary>The schedule number <paramref name="index"/>: a function of seed and index alone.</summary>
    ISchedule Begin(ulong seed, long index);
}
