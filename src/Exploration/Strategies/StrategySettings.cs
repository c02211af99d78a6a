namespace PhyrActors.Exploration;

/// <summary>What all strategies have in common.</summary>
public sealed record StrategySettings
{
    public static readonly StrategySettings Default = new();

    private const ulong Salt = 0x74696D6572;

    /// <summary>A timer's chance to be next is 1/2^n of a message's, n being drawn for each run from 0 to
    /// this.</summary>
    /// <remarks>Timers may fire at any time, but should not eat the schedule; and what an early timer shows stays
    /// hidden when all of them are late.</remarks>
    public int TimerRarityMaxLog2 { get; init; } = 2;

    /// <param name="seed">The run's.</param>
    internal TimerWeight DrawTimerWeight(ulong seed) =>
        new((int)(SplitMix64.Mix(seed, Salt) % (ulong)(TimerRarityMaxLog2 + 1)));
}
