namespace PhyrActors.Actors;

/// <summary>Messages to an <see cref="IommuDomain"/> whose space its user lays out: include/linux/iommu.h, v6.16.
/// </summary>
/// <remarks>Such a domain (IOMMU_DOMAIN_UNMANAGED) hands out no IOVA. A caller has one request on an address under way
/// at a time. <see cref="UnmapFast"/> and a flush that failed leave something to be invalidated, which
/// <see cref="IotlbSync"/> does for all of it.</remarks>
public static class UnmanagedProtocol
{
    /// <summary>How often users ask for an invalidation that failed again; after that what it was for stays pinned.
    /// </summary>
    public const int SyncRetriesMax = 256;

    /// <summary>iommu_map of chunks that lie one behind the other in memory: answered by <see cref="Mapped"/> when the
    /// unit sees them.</summary>
    public sealed record Map(
        Iova Start, RangeCpu Range, int FirstChunk, int Chunks, long Keeper, DmaDirection Direction);

    /// <summary>EADDRINUSE: something is mapped there. ENOMEM: no memory for its entries. Nothing of it is mapped where
    /// it failed.</summary>
    public sealed record Mapped(Iova Start, Errno Errno)
    {
        /// <summary>The map failed, and what it had written could not be invalidated: devices may still reach the
        /// memory, which must not be given back.</summary>
        public bool MayBeCached { get; init; }
    }

    /// <summary>iommu_unmap: answered by <see cref="Unmapped"/> when nothing of it is cached any more.</summary>
    public sealed record Unmap(Iova Start, ulong LengthBytes);

    /// <summary>iommu_unmap_fast: answered by <see cref="Unmapped"/> when the entries are gone, which may still be
    /// cached.</summary>
    public sealed record UnmapFast(Iova Start, ulong LengthBytes);

    /// <param name="Start">Where.</param>
    /// <param name="LengthBytes">How much has gone.</param>
    /// <param name="Errno">The invalidation failed: the entries are gone and may still be cached.</param>
    public sealed record Unmapped(Iova Start, ulong LengthBytes, Errno Errno);

    /// <summary>iommu_iotlb_sync: answered by <see cref="Synced"/> when nothing that was unmapped before is cached any
    /// more.</summary>
    public sealed record IotlbSync;

    public sealed record Synced(Errno Errno);
}
