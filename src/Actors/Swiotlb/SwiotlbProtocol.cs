namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="Swiotlb"/>.</summary>
public static class SwiotlbProtocol
{
    /// <summary>Takes slots and fills them (swiotlb_tbl_map_single): answered by <see cref="Taken"/> or
    /// <see cref="PoolFull"/>.</summary>
    /// <param name="Request">Given back.</param>
    /// <param name="Device">For whom.</param>
    /// <param name="Original">The memory.</param>
    /// <param name="AllocAlignMask">An IOMMU's granule less one, or 0.</param>
    /// <param name="Direction">Which way data moves.</param>
    /// <param name="Cpu">Whose area is searched first.</param>
    public sealed record Take(
        long Request, DmaDevice Device, Phyr Original, ulong AllocAlignMask, DmaDirection Direction, int Cpu);

    public sealed record Taken(long Request, BounceSlot Slot);

    public sealed record PoolFull(long Request, Errno Errno);

    /// <summary>Copies back what a device wrote, unless told to skip that, and gives the slots back
    /// (swiotlb_tbl_unmap_single): answered by <see cref="Released"/>.</summary>
    public sealed record Release(
        long Request, PhysAddr Slot, ulong LengthBytes, DmaDirection Direction, DmaAttributes Attributes);

    /// <summary>EINVAL: no mapping begins there.</summary>
    public sealed record Released(long Request, Errno Errno);

    /// <summary>Hands bytes to the CPU or to the device (swiotlb_sync_single_for_cpu, _for_device): answered by
    /// <see cref="Synced"/> when what has to be copied is copied.</summary>
    public sealed record Sync(long Request, PhysAddr Slot, ulong LengthBytes, DmaDirection Direction, bool ForDevice);

    /// <summary>EINVAL: nobody has these bytes.</summary>
    public sealed record Synced(long Request, Errno Errno);
}
