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

    /// <summary>Not present: the page's contents are on the swap device.</summary>
    Swap = 32,

    /// <summary>Not present: the memory behind it has failed (a hwpoison entry).</summary>
    Poison = 64,

    /// <summary>Present, without a folio that counts it: the zero page (pte_special).</summary>
    Special = 128,

    /// <summary>Leads to a page of a file in the page cache, and not to anonymous memory.</summary>
    File = 256,

    /// <summary>Present, but the next access faults, to tell where its memory is used from (pte_protnone, a NUMA
    /// hint).</summary>
    ProtNone = 512,

    /// <summary>What an entry is: exactly one of these.</summary>
    States = Present | Migration | Swap | Poison,
}

/// <summary>Consecutive page-table entries to consecutive frames with the same flags.</summary>
/// <remarks>Unit of <see cref="Pages"/>: 4 KiB. A run stays inside one 2 MiB block of addresses and inside one folio
/// as long as each call of <see cref="ProcessPageTable.Map"/> did.</remarks>
public readonly record struct PteRun(VirtAddr Start, Pfn Frame, int Pages, PteFlags Flags)
{
    public ulong LengthBytes => (ulong)Pages << Pfn.FrameSizeLog2;

    /// <summary>Whether a folio counts the mapping: it is present or on its way, and not the zero page.</summary>
    public bool HasFolio =>
        (Flags & (PteFlags.Present | PteFlags.Migration)) != PteFlags.None && !Flags.HasFlag(PteFlags.Special);

    /// <summary>The address after the last page.</summary>
    public VirtAddr End => Start + LengthBytes;
}
