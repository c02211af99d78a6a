namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="IommuDomain"/>: dma_iova_* of include/linux/dma-mapping.h, v6.16.</summary>
/// <remarks>A state is named by its device address: the window's first byte, and the offset within it that the physical
/// hint has within a page. No other live state shares it. Each request carries the CPU that makes it.</remarks>
public static class IommuDomainProtocol
{
    /// <summary>dma_iova_try_alloc: answered by <see cref="Allocated"/> or <see cref="AllocRefused"/>.</summary>
    public sealed record TryAlloc(long Request, ulong LengthBytes, PhysAddr PhysHint, int Cpu);

    public sealed record Allocated(long Request, Iova State);

    public sealed record AllocRefused(long Request, Errno Errno);

    /// <summary>dma_iova_link of a whole list from offset 0, once: answered by <see cref="Linked"/>.</summary>
    public sealed record Link(Iova State, RangeCpu Range, long Keeper, DmaDirection Direction, int Cpu);

    /// <param name="State">The state.</param>
    /// <param name="LengthBytes">Bytes linked; on an error what stays linked, for <see cref="Destroy"/>.</param>
    /// <param name="Errno">Why it stopped.</param>
    public sealed record Linked(Iova State, ulong LengthBytes, Errno Errno);

    /// <summary>dma_iova_sync: answered by <see cref="Synced"/> after the wait that covers the range.</summary>
    public sealed record Sync(Iova State, ulong Offset, ulong LengthBytes, int Cpu);

    public sealed record Synced(Iova State, Errno Errno);

    /// <summary>dma_iova_destroy: unlinks everything and frees the window; answered by
    /// <see cref="Destroyed"/>.</summary>
    public sealed record Destroy(Iova State, ulong MappedLengthBytes, int Cpu);

    /// <summary>EINVAL: not such a state, or not what is linked. Any other: the invalidation failed, and the window
    /// stays taken, so that nobody gets what a device may still reach; Destroy may be asked again.</summary>
    public sealed record Destroyed(Iova State, Errno Errno);
}
