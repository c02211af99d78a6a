using System.Numerics;
using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>How a scenario wants to be explored.</summary>
internal static class ExploreSettings
{
    public static StrategySettings Read(Config config)
    {
        const string Key = "explore.timer-rarity-max";
        int rarity = Bounds.Int(config, Key, 1);
        return BitOperations.IsPow2(rarity)
            ? new StrategySettings { TimerRarityMaxLog2 = BitOperations.Log2((uint)rarity) }
            : throw new ConfigurationException(
                $"{config.Origin(Key)}: key '{Key}': expected a power of two, found '{rarity}'");
    }

    /// <summary>The two phases of a run, if the scenario asks for them.</summary>
    public static LivenessBounds? ReadLiveness(Config config)
    {
        long quietSteps = Bounds.Long(config, "explore.quiet-steps", 0);
        long faultySteps = Bounds.Long(config, "explore.faulty-steps", 0);
        return quietSteps == 0 ? null : new LivenessBounds(faultySteps, quietSteps);
    }
}
