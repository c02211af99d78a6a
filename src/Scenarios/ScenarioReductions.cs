using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Scenarios that are smaller than another in one respect: fewer parties, less memory, shorter work, nothing
/// that is not needed.</summary>
internal static class ScenarioReductions
{
    private static readonly (string Key, string Value)[] s_plain =
    [
        ("fork.rate", "0"),
        ("migration.rate", "0"),
        ("p2p.operations", "0"),
        ("p2p.refused", "0"),
        ("load.operations", "0"),
        ("load.churn", "0"),
        ("load.contexts", "1"),
        ("load.queue-pairs", "1"),
        ("iommu.units", "1"),
        ("iommu.caching-mode", "off"),
        ("iommu.queue-errors", "off"),
        ("ats.can-be-late", "off"),
        ("ats.enabled", "off"),
        ("cpu.store-buffer", "off"),
        ("rdma.relaxed-ordering", "off"),
        ("memory.fragmentation", "0"),
        ("memory.folio-mix.4KiB", "0"),
        ("memory.folio-mix.64KiB", "0"),
        ("pin.batch", "512"),
        ("link.batch", "64"),
        ("load.operation", "4KiB"),
        ("dma.buffer", "4KiB"),
        ("dma.rounds", "1"),
    ];

    private static readonly string[] s_counts =
        ["clients", "rounds", "load.contexts", "load.queue-pairs", "dma.buffers", "dma.rounds", "limits.periodic"];

    private static readonly string[] s_sizes =
        ["memory.process", "load.region", "load.operation", "fork.shared", "dma.buffer"];

    /// <summary>Each is one that can be built.</summary>
    public static IEnumerable<Scenario> Of(Scenario scenario, MutationSet mutations)
    {
        Config config = scenario.Config;
        foreach ((string key, string value) in s_plain.Concat(Fewer(config)))
        {
            if (config.GetString(key) != value && TryRead(scenario, $"{key} = {value}", mutations) is { } smaller)
            {
                yield return smaller;
            }
        }
    }

    /// <summary>Half of everything that can be counted or measured, then one less.</summary>
    private static IEnumerable<(string Key, string Value)> Fewer(Config config)
    {
        foreach (string key in s_counts)
        {
            int count = config.GetInt(key);
            if (count > 2)
            {
                yield return (key, $"{count / 2}");
            }

            if (count > 1)
            {
                yield return (key, $"{count - 1}");
            }
        }

        foreach (string key in s_sizes)
        {
            if (config.GetByteSize(key) is > 1 and long bytes)
            {
                yield return (key, $"{bytes / 2}B");
            }
        }
    }

    /// <summary>A smaller number may be one that no world can have: such a scenario is no candidate.</summary>
    private static Scenario? TryRead(Scenario scenario, string change, MutationSet mutations)
    {
        try
        {
            Config changed = ConfigurationFactory.ParseString(change, "smaller").WithFallback(scenario.Config);
            Scenario smaller = Scenario.Read(scenario.Name, changed, scenario.Config);
            using ControlledSystem system = new(
                "smaller", new ControlledSettings { Seed = scenario.Seed, Schedule = new RandomStrategy().Begin(0, 0) });
            ScenarioWorld.Build(system, smaller, mutations);
            return smaller;
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }
}
