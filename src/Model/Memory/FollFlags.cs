namespace PhyrActors.Model;

/// <summary>What a pin is for and how it may go about it (FOLL_ flags of include/linux/mm_types.h and mm/internal.h,
/// v6.16, with their values).</summary>
[Flags]
public enum FollFlags
{
    None = 0,

    /// <summary>The memory will be written.</summary>
    Write = 1 << 0,

    /// <summary>An ordinary reference a page.</summary>
    Get = 1 << 1,

    /// <summary>Reads and writes what the mapping does not permit, where a private mapping could (ptrace).</summary>
    Force = 1 << 3,

    /// <summary>No foreseeable end: never in movable memory, nor in a file whose changes are tracked.</summary>
    Longterm = 1 << 8,

    /// <summary>A huge entry is split first: what page-wise callers asked for.</summary>
    SplitPmd = 1 << 9,

    /// <summary>Memory of a device behind PCI may be among the pages.</summary>
    PciP2pdma = 1 << 10,

    /// <summary>FOLL_HONOR_NUMA_FAULT: a NUMA hint is taken as a fault, and not passed over.</summary>
    HonorNumaFault = 1 << 12,

    /// <summary>Internal: another process's memory.</summary>
    Remote = 1 << 18,

    /// <summary>Internal: a pin a page, set by the calls that pin.</summary>
    Pin = 1 << 19,

    /// <summary>Internal: never the slow path.</summary>
    FastOnly = 1 << 20,

    /// <summary>Internal: pages are faulted in and nothing is taken (madvise(MADV_POPULATE_WRITE)).</summary>
    MadvPopulate = 1 << 22,
}
