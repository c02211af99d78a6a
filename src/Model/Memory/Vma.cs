namespace PhyrActors.Model;

/// <summary>What a part of an address space allows; the kernel's VM_ flags that pinning asks about.</summary>
[Flags]
public enum VmaFlags
{
    None = 0,

    /// <summary>VM_WRITE.</summary>
    Write = 1,

    /// <summary>VM_DONTCOPY, set by madvise(MADV_DONTFORK): a child does not get it.</summary>
    DontFork = 2,

    /// <summary>VM_IO: device memory; a pin is refused.</summary>
    Io = 4,

    /// <summary>VM_PFNMAP: frames without folios; a pin is refused.</summary>
    PfnMap = 8,

    /// <summary>VM_READ; without it, and without Write, the mapping is PROT_NONE.</summary>
    Read = 16,

    /// <summary>VM_SHARED: writes go to the file and not to a copy.</summary>
    Shared = 32,

    /// <summary>VM_MAYWRITE: mprotect could allow writing.</summary>
    MayWrite = 64,

    /// <summary>A file of a file system on memory that the CPU maps itself (vma_is_fsdax).</summary>
    FsDax = 128,

    /// <summary>memfd_secret: not even the kernel maps it.</summary>
    SecretMem = 256,

    /// <summary>A file whose file system is told before a page is written (vma_needs_dirty_tracking).</summary>
    TracksDirty = 512,
}

/// <summary>Which file a mapping shows: <paramref name="FirstPage"/> is the file's page at the mapping's
/// start.</summary>
public readonly record struct VmaFile(int File, ulong FirstPage);

/// <summary>One mapped part of an address space.</summary>
/// <remarks>Shape: <c>[Start, End)</c>, both multiples of 4 KiB. Source: struct vm_area_struct.</remarks>
public sealed record Vma
{
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or not in whole pages.</exception>
    public Vma(VirtAddr start, VirtAddr end, VmaFlags flags, VmaFile? file = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, end);
        ArgumentOutOfRangeException.ThrowIfNotEqual(PageSize.Size4KiB.IsAligned(start.Value), true, nameof(start));
        ArgumentOutOfRangeException.ThrowIfNotEqual(PageSize.Size4KiB.IsAligned(end.Value), true, nameof(end));
        (Start, End, Flags, File) = (start, end, flags, file);
    }

    public VirtAddr Start { get; }

    public VirtAddr End { get; }

    public VmaFlags Flags { get; }

    /// <summary>Null for anonymous memory.</summary>
    public VmaFile? File { get; }

    public bool Contains(VirtAddr address) => Start <= address && address < End;

    /// <summary>The file's page behind an address of the part.</summary>
    public ulong FilePage(VirtAddr at) => (File?.FirstPage ?? 0) + ((at - Start) >> Pfn.FrameSizeLog2);

    /// <summary>The same mapping between other bounds; a file is shown where it was.</summary>
    public Vma Between(VirtAddr start, VirtAddr end) =>
        new(start, end, Flags, File is { } file ? file with { FirstPage = FilePage(start) } : null);
}
