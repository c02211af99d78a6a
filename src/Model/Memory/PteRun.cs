namespace PhyrActors.Model;

/// <summary>What page-table entries say beside the frame.</summary>
[Flags]
public enum PteFlags
{
    None = 0,
    Present = 1,
    Writable = 2,

    /// <summary>The page belongs to this process alone (PageAnonExclusive).</summary>
    AnonExclusive = 4,

    /// <summary>Not present: a page on its way to another frame.</summary>
    Migration = 8,

    /// <summary>One entry at the PMD level for 2 MiB.</summary>
    Huge = 16,
}

/// <summary>Consecutive page-table entries to consecutive frames with the same flags.</summary>
/// <remarks>Unit of <see cref="Pages"/>: 4 KiB. A run stays inside one 2 MiB block of addresses and inside one folio
/// as long as each call of <see cref="ProcessPageTable.Map"/> did.</remarks>
public readonly record struct PteRun(VirtAddr Start, Pfn Frame, int Pages, PteFlags Flags)
{
    public ulong LengthBytes => (ulong)Pages << Pfn.FrameSizeLog2;

    /// <summary>The address after the last page.</summary>
    public VirtAddr End => Start + LengthBytes;
}
