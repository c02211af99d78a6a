namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="VfioType1"/>: VFIO_IOMMU_MAP_DMA and VFIO_IOMMU_UNMAP_DMA of
/// include/uapi/linux/vfio.h, v6.16.</summary>
public static class VfioType1Protocol
{
    /// <summary>Pins a user's memory and maps it in every domain of the container: answered by
    /// <see cref="Mapped"/>.</summary>
    /// <param name="Request">The caller's number.</param>
    /// <param name="Iova">Where devices see it; whole pages.</param>
    /// <param name="Start">The memory.</param>
    /// <param name="LengthBytes">How much.</param>
    /// <param name="Direction">What devices may do; bidirectional: read and write.</param>
    public sealed record MapDma(
        long Request, Iova Iova, VirtAddr Start, ulong LengthBytes, DmaDirection Direction);

    /// <summary>EINVAL: not whole pages, or none. EEXIST: something is mapped there. ENOSPC: too many mappings.
    /// ENOMEM: more than the user may lock, or no memory for entries. Any other: the memory cannot be pinned. Nothing
    /// is mapped or pinned where it failed.</summary>
    public sealed record Mapped(long Request, Errno Errno);

    /// <summary>Unmaps all mappings of a part of the space, which may cut none (type1 v2): answered by
    /// <see cref="Unmapped"/>.</summary>
    public sealed record UnmapDma(long Request, Iova Iova, ulong LengthBytes);

    /// <param name="Request">The caller's number.</param>
    /// <param name="LengthBytes">How much was mapped there.</param>
    /// <param name="Errno">EINVAL: not whole pages, or a mapping would be cut. Any other: a domain could not be
    /// invalidated; what is not sure to be out of reach stays pinned.</param>
    public sealed record Unmapped(long Request, ulong LengthBytes, Errno Errno);
}
