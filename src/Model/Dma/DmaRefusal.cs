namespace PhyrActors.Model;

/// <summary>Why a map gave nothing.</summary>
/// <remarks>To a caller of dma_map_phys all of them are DMA_MAPPING_ERROR, that is ENOMEM; what the log says differs.
/// Source: kernel/dma/mapping.c, direct.h, swiotlb.c and drivers/iommu/dma-iommu.c, v7.0.</remarks>
public enum DmaRefusal
{
    None = 0,

    /// <summary>No direction: the kernel stops there (BUG_ON), we refuse.</summary>
    InvalidDirection,

    /// <summary>The device never had a DMA mask.</summary>
    NoMask,

    /// <summary>REQUIRE_COHERENT, and the device is not, or the memory would have to be bounced.</summary>
    NotCoherent,

    /// <summary>Registers of a device, and the mapping would have to be bounced.</summary>
    MmioBounced,

    /// <summary>CC_SHARED through an IOMMU or other operations than the direct ones.</summary>
    SharedNotDirect,

    /// <summary>No bus address leads there: outside every window of the bus.</summary>
    OutsideBus,

    /// <summary>"DMA addr overflow": beyond what the device can send, and there is no pool to bounce through.</summary>
    AddressOverflow,

    /// <summary>"swiotlb buffer is full".</summary>
    PoolFull,

    /// <summary>The device's alignment is coarser than a granule of its domain.</summary>
    AlignmentTooCoarse,

    /// <summary>No IOVA, or no place in the aperture.</summary>
    NoAddress,

    /// <summary>The page table or the unit refused.</summary>
    TableRefused,

    /// <summary>A peer's memory that this device cannot reach (EREMOTEIO).</summary>
    PeerNotReachable,
}

/// <summary>What the caller sees of a refusal.</summary>
public static class DmaRefusals
{
    public static Errno ToErrno(this DmaRefusal refusal) => refusal switch
    {
        DmaRefusal.None => Errno.None,
        DmaRefusal.InvalidDirection => Errno.EINVAL,
        DmaRefusal.PeerNotReachable => Errno.EREMOTEIO,
        _ => Errno.ENOMEM,
    };
}
