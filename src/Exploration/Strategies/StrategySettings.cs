namespace PhyrActors.Exploration;

/// <summary>What all strategies have in common.</summary>
public sealed record StrategySettings
{
    public static readonly StrategySettings Default = new();

    /// <summary>A timer's chance to be next is 1/2^this of a message's: timers may fire at any time, but do not eat the
    /// schedule.</summary>
    public int TimerRarityLog2 { get; init; } = 2;

    /// <summary>Makes a timer's priority as rare among the largest as its chance says; a message's stays.</summary>
    /// <remarks>The key u^(1/w) gives the largest of uniform draws to each with its weight w: Efraimidis and Spirakis,
    /// "Weighted random sampling with a reservoir", 2006.</remarks>
    internal ulong Weigh(ulong priority, StepKind kind)
    {
        for (int i = 0; kind == StepKind.Timer && i < TimerRarityLog2; i++)
        {
            priority = Math.BigMul(priority, priority, out _);
        }

        return priority;
    }
}
