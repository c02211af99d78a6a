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
}

/// <summary>One mapped part of an address space.</summary>
/// <remarks>Shape: <c>[Start, End)</c>, both multiples of 4 KiB. Source: struct vm_area_struct.</remarks>
public sealed record Vma
{
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or not in whole pages.</exception>
    public Vma(VirtAddr start, VirtAddr end, VmaFlags flags)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, end);
        ArgumentOutOfRangeException.ThrowIfNotEqual(PageSize.Size4KiB.IsAligned(start.Value), true, nameof(start));
        ArgumentOutOfRangeException.ThrowIfNotEqual(PageSize.Size4KiB.IsAligned(end.Value), true, nameof(end));
        (Start, End, Flags) = (start, end, flags);
    }

    public VirtAddr Start { get; }

    public VirtAddr End { get; }

    public VmaFlags Flags { get; }

    public bool Contains(VirtAddr address) => Start <= address && address < End;

    /// <summary>Whether a pin may touch it: EFAULT for device memory, and for writing without
    /// <see cref="VmaFlags.Write"/> (check_vma_flags, mm/gup.c, v6.16, without FOLL_FORCE).</summary>
    public Errno CheckPin(bool write)
    {
        bool isDevice = (Flags & (VmaFlags.Io | VmaFlags.PfnMap)) != VmaFlags.None;
        return isDevice || (write && !Flags.HasFlag(VmaFlags.Write)) ? Errno.EFAULT : Errno.None;
    }
}
