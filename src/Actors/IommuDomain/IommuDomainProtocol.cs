namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="IommuDomain"/>: dma_iova_* and dma_map_* of include/linux/dma-mapping.h, v6.16.
/// </summary>
/// <remarks>A state is named by its device address: the window's first byte, and the offset within it that the physical
/// hint has within a page. No other live state shares it. Each request carries the CPU and the device that make
/// it.</remarks>
public static class IommuDomainProtocol
{
    /// <summary>dma_iova_try_alloc: answered by <see cref="Allocated"/> or <see cref="AllocRefused"/>. Nothing is
    /// mapped by it.</summary>
    public sealed record TryAlloc(long Request, ulong LengthBytes, PhysAddr PhysHint, int Cpu, int Device = 0);

    public sealed record Allocated(long Request, Iova State);

    /// <summary>EINVAL: a size that is never allowed. ENOMEM: no place. EOPNOTSUPP: the device's addresses are
    /// physical: the caller maps otherwise. ENODEV: after kexec, the device cannot be attached.</summary>
    public sealed record AllocRefused(long Request, Errno Errno);

    /// <summary>dma_iova_link of the pieces of a list, one behind the other: answered by
    /// <see cref="Linked"/>.</summary>
    public sealed record Link(
        Iova State,
        RangeCpu Range,
        long Keeper,
        DmaDirection Direction,
        int Cpu,
        ulong Offset = 0,
        int Device = 0);

    /// <param name="State">The state.</param>
    /// <param name="LengthBytes">Bytes linked in the state; on an error what stays linked, for
    /// <see cref="Destroy"/>.</param>
    /// <param name="Errno">EIO: a piece behind the first begins inside a page. EADDRINUSE: something is mapped there.
    /// EINVAL: no such state, or not a place in it.</param>
    public sealed record Linked(Iova State, ulong LengthBytes, Errno Errno);

    /// <summary>dma_iova_sync: answered by <see cref="Synced"/> after the wait that covers the range.</summary>
    public sealed record Sync(Iova State, ulong Offset, ulong LengthBytes, int Cpu, int Device = 0);

    public sealed record Synced(Iova State, Errno Errno);

    /// <summary>dma_iova_unlink: strict in every mode; the window stays. Answered by <see cref="Unlinked"/>.</summary>
    public sealed record Unlink(Iova State, ulong Offset, ulong LengthBytes, int Cpu, int Device = 0);

    /// <summary>EINVAL: no such state, or not linked. Any other: the invalidation failed; the entries are gone and may
    /// still be cached.</summary>
    public sealed record Unlinked(Iova State, Errno Errno);

    /// <summary>dma_iova_free of a state in which nothing is linked: answered by <see cref="Freed"/>.</summary>
    public sealed record Free(Iova State, int Cpu, int Device = 0);

    /// <summary>EINVAL: no such state. EBUSY: something is still linked.</summary>
    public sealed record Freed(Iova State, Errno Errno);

    /// <summary>dma_iova_destroy: unlinks everything and frees the window; answered by
    /// <see cref="Destroyed"/>.</summary>
    public sealed record Destroy(Iova State, ulong MappedLengthBytes, int Cpu, int Device = 0);

    /// <summary>EINVAL: not such a state, or not what is linked. Any other: the invalidation failed, and the window
    /// stays taken, so that nobody gets what a device may still reach; Destroy may be asked again.</summary>
    public sealed record Destroyed(Iova State, Errno Errno);

    /// <summary>dma_map_phys: answered by <see cref="Mapped"/>; a failure leaves nothing behind.</summary>
    public sealed record MapPhys(
        long Request, Phyr Phys, long Keeper, DmaDirection Direction, int Cpu, int Device = 0);

    /// <summary>dma_map_sg: answered by <see cref="Mapped"/>; a failure leaves nothing behind.</summary>
    public sealed record MapSg(
        long Request, RangeCpu Range, long Keeper, DmaDirection Direction, int Cpu, int Device = 0);

    /// <param name="Request">The caller's number.</param>
    /// <param name="Range">What to tell the device; null on an error.</param>
    /// <param name="Errno">ENOMEM: no place or no memory. EINVAL: no bytes. Any other: the sync failed.</param>
    public sealed record Mapped(long Request, RangeDma? Range, Errno Errno);

    /// <summary>dma_unmap_phys: answered by <see cref="Unmapped"/>.</summary>
    public sealed record UnmapPhys(Iova Start, ulong LengthBytes, int Cpu, int Device = 0);

    /// <summary>dma_unmap_sg by the first entry that the map gave: answered by <see cref="Unmapped"/>.</summary>
    public sealed record UnmapSg(Iova Start, ulong LengthBytes, int Cpu, int Device = 0);

    /// <summary>EINVAL: not mapped, or not by that call and in that length. Any other: as
    /// <see cref="Destroyed"/>.</summary>
    public sealed record Unmapped(Iova Start, Errno Errno);

    /// <summary>Lets a device use the domain: answered by <see cref="Attached"/>.</summary>
    public sealed record Attach(CacheTag Tag);

    /// <summary>EBUSY: it is attached. EINVAL: the unit needs every map invalidated and the domain does not do
    /// that.</summary>
    public sealed record Attached(int Requester, Errno Errno);

    /// <summary>Takes the domain away from a device: answered by <see cref="Detached"/> once nothing is cached for
    /// it.</summary>
    public sealed record Detach(int Requester);

    /// <summary>ENODEV: it is not attached.</summary>
    public sealed record Detached(int Requester, Errno Errno);

    /// <summary>Changes the type while the domain is used: answered by <see cref="TypeSet"/>.</summary>
    public sealed record SetType(DomainType Type);

    /// <summary>EBUSY: only strict can become lazy while something is mapped. ENOMEM: no memory for its flush
    /// queues; the domain stays as it was.</summary>
    public sealed record TypeSet(Errno Errno);
}
