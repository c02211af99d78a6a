namespace PhyrActors.Model;

/// <summary>Which code maps for a device.</summary>
public enum DmaOps
{
    /// <summary>None: dma-direct.</summary>
    Direct = 0,

    /// <summary>dma-iommu: the only one that can hand out IOVA ahead of its pieces.</summary>
    Iommu = 1,

    /// <summary>An architecture's own: the GART of arch/x86/kernel/amd_gart_64.c, through scatterlists only.</summary>
    Gart = 2,
}

/// <summary>What the DMA layer knows of a device.</summary>
/// <remarks>Masks are all ones below a power of two. Source: struct device and struct device_dma_parameters,
/// v7.0.</remarks>
public sealed record DmaDevice(int Number, ulong Mask)
{
    public DmaOps Ops { get; init; }

    /// <summary>The bus beyond the device carries less than the device sends; 0 for no such limit.</summary>
    public ulong BusLimit { get; init; }

    /// <summary>The device snoops the CPU's caches.</summary>
    public bool IsCoherent { get; init; } = true;

    /// <summary>An external port: never shown more than was mapped.</summary>
    public bool IsUntrusted { get; init; }

    /// <summary>Everything is bounced: swiotlb=force, or a guest whose memory is encrypted.</summary>
    public bool ForcesBounce { get; init; }

    /// <summary>Low bits of an address that the device must see as they are (dma_set_min_align_mask).</summary>
    public ulong MinAlignMask { get; init; }

    /// <summary>The longest segment that the device takes.</summary>
    public ulong SegmentMaxBytes { get; init; } = 64 * 1024;

    /// <summary>No segment may reach over a multiple of this plus one.</summary>
    public ulong SegmentBoundaryMask { get; init; } = uint.MaxValue;

    /// <summary>How the bus shows memory; none: as the CPU sees it.</summary>
    public IReadOnlyList<BusWindow> Windows { get; init; } = [];

    /// <summary>The highest address that reaches memory, inclusive.</summary>
    public ulong AddressLast => BusLimit == 0 ? Mask : Math.Min(Mask, BusLimit);

    /// <summary>dma_iova_try_alloc can succeed: everybody else maps piece by piece.</summary>
    public bool HasIova => Ops == DmaOps.Iommu;

    /// <summary>Where the bus has a piece of memory (phys_to_dma).</summary>
    /// <returns>False: nowhere, or in no single window.</returns>
    public bool TryToBus(Phyr phyr, out BusAddr bus)
    {
        bus = new BusAddr(phyr.Start.Value);
        foreach (BusWindow window in Windows)
        {
            if (window.TryTranslate(phyr, out bus))
            {
                return true;
            }
        }

        return Windows.Count == 0;
    }

    /// <summary>The device can send every address of a run (dma_capable).</summary>
    public bool CanReach(BusAddr start, ulong lengthBytes) =>
        start.Value <= AddressLast && lengthBytes - 1 <= AddressLast - start.Value;

    /// <summary>Small buffers share cache lines with others' data; a device that does not snoop may not write there
    /// (dma_kmalloc_needs_bounce). The sizes of kmalloc's own buckets are not known here.</summary>
    public bool SharesCacheLines(ulong lengthBytes, DmaDirection direction) =>
        !IsCoherent && direction != DmaDirection.ToDevice && lengthBytes % (2 * CacheLineBytes) != 0;

    /// <summary>Bytes of a cache line.</summary>
    public const ulong CacheLineBytes = 64;
}
