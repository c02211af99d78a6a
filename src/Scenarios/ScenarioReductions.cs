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
        ("environment.stores", "0"),
        ("environment.split", "0"),
        ("environment.reclaim", "0"),
        ("environment.ksm", "0"),
        ("environment.madvise", "0"),
        ("environment.munmap", "0"),
        ("environment.exec", "0"),
        ("environment.compaction", "0"),
        ("environment.offline", "0"),
        ("environment.memory-failure", "0"),
        ("environment.truncate", "0"),
        ("environment.writeback", "0"),
        ("p2p.operations", "0"),
        ("p2p.refused", "0"),
        ("load.operations", "0"),
        ("load.churn", "0"),
        ("iommu.units", "1"),
        ("iommu.caching-mode", "off"),
        ("iommu.queue-errors", "off"),
        ("ats.can-be-late", "off"),
        ("ats.enabled", "off"),
        ("cpu.store-buffer", "off"),
        ("rdma.relaxed-ordering", "off"),
        ("memory.movable", "0"),
        ("memory.cma", "0"),
        ("memory.lru-batch", "0"),
        ("memory.fragmentation", "0"),
        ("memory.folio-mix.4KiB", "0"),
        ("memory.folio-mix.64KiB", "0"),
        ("pin.batch", "512"),
        ("link.batch", "64"),
    ];

    private static readonly string[] s_counts =
    [
        "clients", "rounds", "load.contexts", "load.queue-pairs", "dma.buffers", "dma.rounds", "pin.caller.pins",
        "pin.caller.rounds", "limits.periodic",
    ];

    private static readonly string[] s_sizes =
    [
        "memory.process", "memory.machine", "memory.file.size", "load.region", "load.operation", "fork.shared",
        "dma.buffer", "pin.caller.length",
    ];

    /// <summary>The pages that each region of a small process may have, a folio of 64 KiB among them.</summary>
    private static readonly ulong[] s_regionPages = [1, 2, 16, 32];

    /// <summary>Assignments that make a scenario smaller.</summary>
    public static IEnumerable<string> Of(Config config) =>
        Fewer(config).Concat(s_plain).Where(change => config.GetString(change.Key) != change.Value)
            .Concat(Halves(config))
            .Select(static change => $"{change.Key} = {change.Value}")
            .Concat(SmallRegions(config));

    /// <summary>As many regions of a few pages each, pinned at once or page by page: what goes through long lists becomes
    /// short.</summary>
    private static IEnumerable<string> SmallRegions(Config config) =>
        from pages in s_regionPages
        let bytes = pages << Pfn.FrameSizeLog2
        let region = (ulong)(config.GetByteSize("load.region") ?? 0)
        let regions = (ulong)(config.GetByteSize("memory.process") ?? 0) / Math.Max(1, region)
        let operation = Math.Min(bytes, (ulong)(config.GetByteSize("load.operation") ?? 0))
        where bytes < region && regions > 0
        from batch in new[] { string.Empty, ", pin.batch = 1" }
        select $"memory.process = {regions * bytes}B, load.region = {bytes}B, load.operation = {operation}B{batch}";

    /// <summary>One of everything that can be counted, then half, then one less.</summary>
    private static IEnumerable<(string Key, string Value)> Fewer(Config config) =>
        from key in s_counts
        let count = config.GetInt(key)
        from fewer in new[] { 1, count / 2, count - 1 }.Distinct()
        where fewer > 0 && fewer < count
        select (key, $"{fewer}");

    private static IEnumerable<(string Key, string Value)> Halves(Config config) =>
        from key in s_sizes
        let bytes = config.GetByteSize(key) ?? 0
        where bytes > 1
        select (key, $"{bytes / 2}B");

    /// <summary>The scenario with an assignment; null when no world can be like that, which a smaller number may well
    /// ask for.</summary>
    public static Scenario? TryMake(Scenario scenario, string change, MutationSet mutations)
    {
        try
        {
            Scenario smaller = scenario.With(change);
            ControlledSettings settings = new()
            {
                Seed = scenario.Seed,
                Schedule = new RandomStrategy().Begin(0, 0),
            };
            using ControlledSystem system = new("smaller", settings);
            ScenarioWorld.Build(system, smaller, mutations);
            return smaller;
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }
}
