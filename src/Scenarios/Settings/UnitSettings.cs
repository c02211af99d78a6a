using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>IOMMU units and the domain behind them.</summary>
internal sealed record UnitSettings(
    IommuProfile Profile,
    DomainType Mode,
    TimeSpan BecomesLazyAfter,
    bool KernelOrderIova,
    int Units,
    bool CachingMode,
    bool Drains,
    int IotlbEntries,
    int IotlbWays,
    IoPageSizes PageSizes,
    int BatchMax,
    TimeSpan BatchWindow,
    bool SingleFlushQueue,
    int FlushQueueSize,
    TimeSpan FlushQueueTimeout)
{
    public static UnitSettings Read(Config config)
    {
        int entries = Bounds.Int(config, "iommu.iotlb.entries", 1, 1 << 20);
        int ways = Bounds.Int(config, "iommu.iotlb.ways", 1, 64);
        Bounds.RequireCacheShape(config, "iommu.iotlb.entries", entries, ways);
        IommuProfile profile = ReadProfile(config);
        bool cachingMode = config.GetBoolean("iommu.caching-mode");
        Bounds.Require(
            config,
            "iommu.caching-mode",
            !cachingMode || profile.CanCacheNotPresent,
            $"off: a unit of profile {profile.Name} has no caching mode");
        DomainType mode = Bounds.OneOf(config, "iommu.mode", "strict", "lazy", "passthrough") switch
        {
            "lazy" => DomainType.Lazy,
            "passthrough" => DomainType.Passthrough,
            _ => DomainType.Strict,
        };
        bool isUntrusted = config.GetString("dma.backend") == "untrusted";
        bool translates = config.GetBoolean("ats.enabled") || isUntrusted;
        Bounds.Require(
            config,
            "iommu.mode",
            mode != DomainType.Passthrough || !translates,
            "strict or lazy: a device with ATS or one that is not trusted needs translation");
        TimeSpan lazyAfter = Bounds.Time(config, "iommu.lazy-after");
        // intel_iommu_init: "IOMMU batching disallowed due to virtualization".
        Bounds.Require(
            config,
            "iommu.lazy-after",
            lazyAfter == TimeSpan.Zero || mode != DomainType.Passthrough,
            "0s where a domain passes addresses through");
        bool becomesLazy = mode == DomainType.Lazy || lazyAfter > TimeSpan.Zero;
        // drivers/iommu/iommu.c:iommu_get_default_domain_type() gives such a device a strict domain: a bounce slot that
        // is back in the pool must not be reached.
        Bounds.Require(
            config, "iommu.mode", !(becomesLazy && isUntrusted), "strict: what is not trusted is invalidated at once");
        Bounds.Require(
            config, "iommu.caching-mode", !(cachingMode && becomesLazy), "off where a domain is or becomes lazy");
        bool single = config.GetBoolean("iommu.flush-queue.single");
        return new UnitSettings(
            profile,
            mode,
            lazyAfter,
            Bounds.OneOf(config, "iommu.iova", "fast", "kernel") == "kernel",
            Bounds.Int(config, "iommu.units", 1, 8),
            cachingMode,
            config.GetBoolean("iommu.drain"),
            entries,
            ways,
            ReadPageSizes(config),
            Bounds.Int(config, "iommu.batch-max", 1),
            Bounds.Time(config, "iommu.batch-window"),
            single,
            Bounds.Int(config, single ? "iommu.flush-queue.single-size" : "iommu.flush-queue.size", 2, 1 << 20),
            Bounds.Time(config, single ? "iommu.flush-queue.single-timeout" : "iommu.flush-queue.timeout"));
    }

    private static IommuProfile ReadProfile(Config config)
    {
        string[] names = [.. IommuProfile.All.Select(static profile => profile.Name)];
        string name = Bounds.OneOf(config, "iommu.profile", names);
        return IommuProfile.All.First(profile => profile.Name == name);
    }

    private static IoPageSizes ReadPageSizes(Config config) =>
        Bounds.OneOf(config, "iommu.page-sizes", "4KiB", "2MiB", "1GiB") switch
        {
            "4KiB" => IoPageSizes.Only4KiB,
            "2MiB" => IoPageSizes.UpTo2MiB,
            _ => IoPageSizes.UpTo1GiB,
        };
}
