namespace PhyrActors.Model;

/// <summary>The names of fault sites, as scenarios, traces and reports carry them.</summary>
public static class FaultSites
{
    private static readonly string[] s_names =
    [
        "iova.node", "iova.exhausted", "iova.fragmented", "iopt.page", "link.batch", "sync.map", "fq.init", "fq.entry",
        "domain.handover", "swiotlb.slot", "list.chunk", "pin.failed", "pin.short", "memlock.limit",
        "iommu.queue-error", "iommu.wait-late", "iommu.wait-lost", "ats.invalidate", "ats.keeps", "device.stuck",
        "device.slow", "device.reset", "device.removed", "device.late-dma", "device.wild-dma", "device.destroy-key",
        "p2p.provider-removed", "acs.changed", "fabric.delay", "driver.unbind", "fork.burst", "migrate.burst",
        "iova.magazine", "memory.failed", "file.truncated", "file.punched",
    ];

    public static IReadOnlyList<FaultSite> All { get; } = Enum.GetValues<FaultSite>();

    /// <summary>In the order of the sites.</summary>
    public static IReadOnlyList<string> Names => s_names;

    public static string Name(this FaultSite site) => s_names[(int)site];

    /// <summary>How many ways there are to fail at a site.</summary>
    public static int Fates(this FaultSite site) =>
        site is FaultSite.AtsInvalidate or FaultSite.DeviceLateDma ? 2 : 1;

    /// <summary>The site of that name, or null.</summary>
    public static FaultSite? Find(string name)
    {
        int index = Array.IndexOf(s_names, name);
        return index < 0 ? null : (FaultSite)index;
    }
}
