using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Model.FaultSite;
using static PhyrActors.Scenarios.FaultVerdict;

namespace PhyrActors.Scenarios;

/// <summary>Every fault that the model can suffer, and what must hold then; docs/faults.md is kept in step by a
/// test.</summary>
public static class FaultCatalogue
{
    private static readonly FaultEntry[] s_entries =
    [
        Error<IommuDomain>(IovaNode, "allocation of IOVA", Errno.ENOMEM),
        Error<IommuDomain>(IovaExhausted, "allocation of IOVA", Errno.ENOMEM),
        Error<IommuDomain>(IovaFragmented, "allocation of IOVA", Errno.None),
        Error<Actors.IoPageTable>(IoTablePage, "batch of entries", Errno.ENOMEM),
        Error<IommuDomain>(LinkBatch, "batch of a link", Errno.ENOMEM),
        Error<IommuDomain>(SyncMap, "sync", Errno.ENOMEM),
        Error<IommuDomain>(FlushQueueInit, "change to lazy", Errno.ENOMEM),
        Error<IommuDomain>(FaultSite.FlushQueueEntry, "unmapped window", Errno.None),
        Error<IommuDomain>(DomainHandover, "allocation of IOVA", Errno.ENODEV),
        Error<Swiotlb>(SwiotlbSlot, "bounced chunk", Errno.ENOMEM),
        Error<GupPinner>(ListChunk, "batch of a pin", Errno.ENOMEM),
        Error<GupPinner>(PinFailed, "batch of a pin", Errno.EFAULT),
        Error<GupPinner>(PinShort, "batch of a pin", Errno.None),
        Error<GupPinner>(MemlockLimit, "pin", Errno.ENOMEM),
        Error<Iommu>(QueueError, "invalidation descriptor", Errno.EINVAL),
        Error<Iommu>(WaitLate, "wait descriptor", Errno.None),
        new(
            WaitLost,
            nameof(Iommu),
            "wait descriptor",
            Errno.None,
            KnownUnsafe,
            ["I-16", "I-27", "I-34", "I-41", "I-42", FindingKinds.NoProgress],
            "no-qi-timeout"),
        Error<DmaEngine>(AtsInvalidate, "invalidation of its cache", Errno.ETIMEDOUT),
        new(AtsKeeps, nameof(DmaEngine), "invalidation of its cache", Errno.None, Exposed, ["I-1", "I-2"]),
        Error<DmaEngine>(DeviceStuck, "operation", Errno.None),
        Error<DmaEngine>(DeviceSlow, "operation", Errno.None),
        Error<DmaEngine>(DeviceReset, "operation", Errno.EIO),
        Error<DmaEngine>(DeviceRemoved, "operation", Errno.ENODEV),
        Contains<DmaEngine>(DeviceLateDma, "key given up", Errno.None, "I-14"),
        Contains<DmaEngine>(DeviceWildDma, "operation", Errno.None, "I-14"),
        Error<DmaEngine>(DeviceDestroyKey, "key to be given up", Errno.EIO),
        Contains<P2pdmaProvider>(ProviderRemoved, "mapping for a peer", Errno.ENODEV),
        Contains<PcieFabric>(AcsChanged, "request to a peer", Errno.EIO),
        Error<PcieFabric>(FabricDelay, "access landed", Errno.None),
        Error<RdmaApplication>(DriverUnbind, "operation asked for", Errno.None),
        Error<ForkEnvironment>(ForkBurst, "child that exits", Errno.None),
        Error<MigrationEnvironment>(MigrateBurst, "migration", Errno.None),
        Error<IommuDomain>(FaultSite.IovaMagazine, "freed window that fills a CPU's magazines", Errno.None),
        Error<FolioManager>(FaultSite.MemoryFailed, "pins taken", Errno.None),
        Error<FolioManager>(FileTruncated, "fault of a file's page", Errno.None),
        Error<FolioManager>(FilePunched, "fault of a file's page", Errno.None),
    ];

    /// <summary>In the order of the sites.</summary>
    public static IReadOnlyList<FaultEntry> All => s_entries;

    public static FaultEntry Of(FaultSite site) => s_entries[(int)site];

    private static FaultEntry Error<TActor>(FaultSite site, string unit, Errno told) =>
        new(site, typeof(TActor).Name, unit, told, Holds, []);

    private static FaultEntry Contains<TActor>(
        FaultSite site, string unit, Errno told, params IReadOnlyList<string> mayBreak) =>
        new(site, typeof(TActor).Name, unit, told, Contained, mayBreak);
}
