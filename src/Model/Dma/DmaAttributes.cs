namespace PhyrActors.Model;

/// <summary>What a caller asks of a mapping besides its direction.</summary>
/// <remarks>Values are the bits of DMA_ATTR_* in include/linux/dma-mapping.h, v7.0.</remarks>
[Flags]
public enum DmaAttributes
{
    None = 0,

    /// <summary>Accesses may overtake each other.</summary>
    WeakOrdering = 1 << 1,

    /// <summary>No cache maintenance and no bounce copy now: the caller syncs itself.</summary>
    SkipCpuSync = 1 << 5,

    /// <summary>No memory but a device's registers: never bounced, no cache maintenance.</summary>
    Mmio = 1 << 10,

    /// <summary>Other mappings of the same cache lines are meant.</summary>
    IgnoreCacheLines = 1 << 11,

    /// <summary>Refuse rather than bounce or need cache maintenance.</summary>
    RequireCoherent = 1 << 12,

    /// <summary>Memory of a confidential guest that is decrypted already and shared with the host.</summary>
    CcShared = 1 << 13,
}
