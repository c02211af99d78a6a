namespace PhyrActors.Model;

/// <summary>The state bits of a folio.</summary>
[Flags]
public enum FolioFlags
{
    None = 0,

    /// <summary>Anonymous memory; without it, memory of a file.</summary>
    Anon = 1,

    /// <summary>PageAnonExclusive: one process only may write it without a copy.</summary>
    AnonExclusive = 2,

    Dirty = 4,
    Locked = 8,

    /// <summary>In the swap cache (anonymous) or the page cache (file), which holds one reference a page.</summary>
    Cached = 16,

    /// <summary>PG_private: the file system holds one reference.</summary>
    Private = 32,

    /// <summary>PG_hwpoison: the memory has failed; it is never given out again.</summary>
    HwPoison = 64,

    /// <summary>PG_writeback: on its way to the disk.</summary>
    Writeback = 128,

    /// <summary>In a CPU's batch for the LRU list, which holds a reference; it cannot be isolated from there.</summary>
    InLruBatch = 256,
}

/// <summary>A folio as it was when <see cref="FolioTable"/> was asked; what messages carry.</summary>
/// <remarks><see cref="PinCount"/> is kept for large folios only. <see cref="Owner"/> and <see cref="MappedAt"/>
/// are the one reverse-mapping entry of the model and mean something while <see cref="MapCount"/> is above 0. Rules:
/// include/linux/mm.h and mm/gup.c, v6.16.</remarks>
public readonly record struct Folio(
    FrameBlock Block,
    MemoryZone Zone,
    FolioFlags Flags,
    int RefCount,
    int PinCount,
    int MapCount,
    int Owner,
    VirtAddr MappedAt)
{
    /// <summary>What one pin adds to the reference count of a small folio.</summary>
    public const int GupPinCountingBias = 1 << 10;

    public Pfn Head => Block.Head;

    public int Order => Block.Order;

    /// <summary>More than one frame; on 64 bits every such folio counts its pins apart.</summary>
    public bool IsLarge => Order > 0;

    /// <summary>folio_maybe_dma_pinned: exact for large folios; a small one with 1024 ordinary references looks
    /// pinned too.</summary>
    public bool MaybeDmaPinned => IsLarge ? PinCount > 0 : (uint)RefCount >= GupPinCountingBias;

    /// <summary>folio_expected_ref_count: the references that the caches, the file system and the page tables
    /// explain.</summary>
    public int ExpectedRefs =>
        (Has(FolioFlags.Cached) ? 1 << Order : 0)
        + (!Has(FolioFlags.Anon) && Has(FolioFlags.Private) ? 1 : 0)
        + MapCount;

    /// <summary>folio_is_longterm_pinnable.</summary>
    public bool IsLongtermPinnable => Zone == MemoryZone.Normal;

    public bool Has(FolioFlags flags) => (Flags & flags) == flags;
}
