namespace PhyrActors.Exploration;

/// <summary>A way of choosing orders and choices. Immutable: workers on several threads share one.</summary>
public interface IStrategy
{
    /// <summary>The name that traces and reports carry, such as <c>random</c>.</summary>
    string Name { get; }

    /// <summary>The schedule number <paramref name="index"/>: a function of seed and index alone.</summary>
    ISchedule Begin(ulong seed, long index);
}
