using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>Pinning and PCI.</summary>
internal sealed record MachineSettings(
    int PinBatchPages,
    int LinkBatchChunks,
    bool RelaxedOrdering,
    bool StoreBuffer,
    AtsSettings Ats)
{
    /// <summary>Regions are on demand: nothing is pinned.</summary>
    public bool OnDemand { get; private init; }

    public static MachineSettings Read(Config config)
    {
        bool translates = config.GetBoolean("ats.enabled");
        int entries = Bounds.Int(config, "ats.entries", 1, 1 << 20);
        int ways = Bounds.Int(config, "ats.ways", 1, 64);
        Bounds.RequireCacheShape(config, "ats.entries", entries, ways);
        bool onDemand = config.GetBoolean("rdma.on-demand");
        bool hasPeers = config.GetDouble("p2p.operations") > 0 || config.GetDouble("p2p.refused") > 0;
        Bounds.Require(
            config,
            "rdma.on-demand",
            !onDemand || (!hasPeers && config.GetString("iommu.mode") != "passthrough"),
            "off, or no p2p.operations, no p2p.refused and no passthrough");
        return new MachineSettings(
            Bounds.Int(config, "pin.batch", 1, 512),
            Bounds.Int(config, "link.batch", 1, 1 << 16),
            config.GetBoolean("rdma.relaxed-ordering"),
            config.GetBoolean("cpu.store-buffer"),
            new AtsSettings(translates ? entries : 0, ways))
        {
            OnDemand = onDemand,
        };
    }
}
