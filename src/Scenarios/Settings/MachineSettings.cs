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
    public static MachineSettings Read(Config config)
    {
        bool translates = config.GetBoolean("ats.enabled");
        int entries = Bounds.Int(config, "ats.entries", 1, 1 << 20);
        int ways = Bounds.Int(config, "ats.ways", 1, 64);
        Bounds.RequireCacheShape(config, "ats.entries", entries, ways);
        return new MachineSettings(
            Bounds.Int(config, "pin.batch", 1, 512),
            Bounds.Int(config, "link.batch", 1, 1 << 16),
            config.GetBoolean("rdma.relaxed-ordering"),
            config.GetBoolean("cpu.store-buffer"),
            new AtsSettings(translates ? entries : 0, ways));
    }
}
