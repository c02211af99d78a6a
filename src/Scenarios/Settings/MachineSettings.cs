using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>IOMMU, pinning and PCI.</summary>
internal sealed record MachineSettings(
    bool CachingMode,
    bool Drains,
    int IotlbEntries,
    int IotlbWays,
    IoPageSizes PageSizes,
    int BatchMax,
    TimeSpan BatchWindow,
    int PinBatchPages,
    int LinkBatchChunks,
    bool RelaxedOrdering,
    bool StoreBuffer)
{
    public static MachineSettings Read(Config config)
    {
        int entries = Bounds.Int(config, "iommu.iotlb.entries", 1, 1 << 20);
        int ways = Bounds.Int(config, "iommu.iotlb.ways", 1, 64);
        bool fits = entries % ways == 0 && System.Numerics.BitOperations.IsPow2(entries / ways);
        Bounds.Require(config, "iommu.iotlb.entries", fits, "a power of two times iommu.iotlb.ways");
        return new MachineSettings(
            config.GetBoolean("iommu.caching-mode"),
            config.GetBoolean("iommu.drain"),
            entries,
            ways,
            ReadPageSizes(config),
            Bounds.Int(config, "iommu.batch-max", 1),
            Bounds.Time(config, "iommu.batch-window"),
            Bounds.Int(config, "pin.batch", 1, 512),
            Bounds.Int(config, "link.batch", 1, 1 << 16),
            config.GetBoolean("rdma.relaxed-ordering"),
            config.GetBoolean("cpu.store-buffer"));
    }

    private static IoPageSizes ReadPageSizes(Config config) =>
        Bounds.OneOf(config, "iommu.page-sizes", "4KiB", "2MiB", "1GiB") switch
        {
            "4KiB" => IoPageSizes.Only4KiB,
            "2MiB" => IoPageSizes.UpTo2MiB,
            _ => IoPageSizes.UpTo1GiB,
        };
}
