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
        ("environment.remap-file", "0"),
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
        ("dma-buf.unrevocable", "0"),
        ("dma-buf.resets", "0"),
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
        "pin.caller.rounds", "iommu.callers.count", "iommu.callers.flushes", "dma-buf.importers",
        "limits.periodic",
    ];

    private static readonly string[] s_sizes =
    [
        "memory.process", "memory.machine", "memory.file.size", "load.region", "load.operation", "fork.shared",
        "dma.buffer", "pin.caller.length", "dma-buf.length", "dma-buf.access",
    ];

    /// <summary>What each region of a small process may be: a page, two that are pinned together or one after the
    /// other, a folio of 64 KiB.</summary>
    private static readonly (ulong Pages, string More)[] s_regions =
        [(1, string.Empty), (2, string.Empty), (2, ", pin.batch = 1"), (16, string.Empty)];

    /// <summary>Assignments that make a scenario smaller: with small memory first, whatever else is tried takes little
    /// time.</summary>
    public static IEnumerable<string> Of(Config config) => SmallRegions(config).Concat(
        Fewer(config).Concat(s_plain).Concat(Halves(config))
            .Where(change => config.GetString(change.Key) != change.Value)
            .Select(static change => $"{change.Key} = {change.Value}"));

    /// <summary>As many regions of a few pages each: what goes through long lists becomes short.</summary>
    private static IEnumerable<string> SmallRegions(Config config) =>
        from kind in s_regions
        let bytes = kind.Pages << Pfn.FrameSizeLog2
        let region = (ulong)(config.GetByteSize("load.region") ?? 0)
        let regions = (ulong)(config.GetByteSize("memory.process") ?? 0) / Math.Max(1, region)
        let operation = Math.Min(bytes, (ulong)(config.GetByteSize("load.operation") ?? 0))
        where bytes < region && regions > 0
        let sizes = $"memory.process = {regions * bytes}B, load.region = {bytes}B, load.operation = {operation}B"
        select sizes + kind.More;

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
