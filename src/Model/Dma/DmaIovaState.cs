namespace PhyrActors.Model;

/// <summary>Where a <see cref="DmaIovaState"/> stands.</summary>
public enum DmaIovaPhase
{
    /// <summary>Never allocated, refused, freed or destroyed.</summary>
    Unused = 0,

    /// <summary>A window is held and nothing is linked.</summary>
    Allocated = 1,

    /// <summary>Some linked byte has not been synced: no device may be told of the address.</summary>
    LinkedDirty = 2,

    /// <summary>All that is linked is synced.</summary>
    Live = 3,
}

/// <summary>Whole granules of a window: what the page table is asked to map or unmap.</summary>
public readonly record struct IovaWindow(Iova Start, ulong LengthBytes);

/// <summary>One caller's IOVA window and what it has linked there (struct dma_iova_state and the contract of its
/// calls). </summary>
/// <remarks>Each call is planned first and recorded after the page table has answered, because table and state have
/// different owners: an EADDRINUSE of the table is never recorded. The kernel checks less than this; a refusal that
/// it would not give is a breach of the contract for an oracle to report. Source: drivers/iommu/dma-iommu.c,
/// v6.16.</remarks>
public sealed class DmaIovaState
{
    /// <summary>Sizes from here on collide with the kernel's DMA_IOVA_USE_SWIOTLB flag.</summary>
    public const ulong SizeFlagBit = 1UL << 63;

    private readonly PageSize _granule;
    private readonly OffsetRuns _unsynced = new();

    /// <summary>The zeroed state that a refused dma_iova_try_alloc leaves behind.</summary>
    public DmaIovaState() => _granule = PageSize.Size4KiB;

    /// <summary>The state after dma_iova_try_alloc found a window of <see cref="TryWindowLength"/> bytes.</summary>
    /// <param name="window">Start of the window, at a granule.</param>
    /// <param name="physHint">Only its offset within the granule counts.</param>
    /// <param name="sizeBytes">The size asked for.</param>
    /// <param name="granule">The smallest page size of the domain.</param>
    public DmaIovaState(Iova window, PhysAddr physHint, ulong sizeBytes, PageSize granule)
    {
        if (!granule.IsAligned(window.Value) || !TryWindowLength(physHint, sizeBytes, granule, out ulong windowBytes))
        {
            throw new ArgumentException("a window starts at a granule and has a size below 2^63");
        }

        _granule = granule;
        Address = window + (physHint.Value & granule.OffsetMask);
        SizeBytes = sizeBytes;
        Window = new IovaWindow(window, windowBytes);
        Phase = DmaIovaPhase.Allocated;
    }

    /// <summary>The device address of offset 0, with the hint's offset within the granule.</summary>
    public Iova Address { get; }

    public ulong SizeBytes { get; }

    /// <summary>What was taken from the allocator, and goes back to it.</summary>
    public IovaWindow Window { get; }

    public DmaIovaPhase Phase { get; private set; }

    /// <summary>Bytes linked and not yet unlinked, as callers count them: without the granule padding.</summary>
    public ulong LinkedBytes { get; private set; }

    /// <summary>dma_use_iova(): stays true after free and destroy, as in the kernel.</summary>
    public bool UseIova => SizeBytes != 0;

    /// <summary>Bytes of IOVA that a buffer needs; false for the sizes that the kernel warns of and refuses.</summary>
    public static bool TryWindowLength(PhysAddr physHint, ulong sizeBytes, PageSize granule, out ulong windowBytes)
    {
        bool isLegal = sizeBytes is not 0 and < SizeFlagBit;
        windowBytes = isLegal ? AlignUp(sizeBytes + (physHint.Value & granule.OffsetMask), granule) : 0;
        return isLegal;
    }

    /// <summary>What dma_iova_link has to map for one piece.</summary>
    /// <returns>EIO: a piece after the first starts inside a granule; EINVAL: no window, empty, outside the window,
    /// or the piece and its place in the window have different offsets within the granule.</returns>
    public Errno PlanLink(ulong offset, PhysAddr phys, ulong lengthBytes, out IovaWindow target, out PhysAddr source)
    {
        (target, source) = (default, default);
        ulong padBytes = phys.Value & _granule.OffsetMask;
        if (Phase == DmaIovaPhase.Unused)
        {
            return Errno.EINVAL;
        }

        if (padBytes != 0 && offset != 0)
        {
            return Errno.EIO;
        }

        if (!IsInside(offset, lengthBytes) || ((Address.Value + offset) & _granule.OffsetMask) != padBytes)
        {
            return Errno.EINVAL;
        }

        target = Granules(offset, lengthBytes);
        source = new PhysAddr(phys.Value - padBytes);
        return Errno.None;
    }

    /// <summary>The page table has taken a planned piece.</summary>
    public void RecordLink(ulong offset, ulong lengthBytes)
    {
        LinkedBytes += lengthBytes;
        if (LinkedBytes > SizeBytes)
        {
            throw new InvariantException($"{LinkedBytes} bytes linked in a window of {SizeBytes}");
        }

        _unsynced.Add(offset, lengthBytes);
        UpdatePhase();
    }

    /// <summary>What dma_iova_sync has to make visible.</summary>
    /// <returns>EINVAL: no window, empty, or outside the window.</returns>
    public Errno PlanSync(ulong offset, ulong lengthBytes, out IovaWindow target) =>
        Plan(offset, lengthBytes, out target);

    /// <summary>The unit has confirmed a planned sync.</summary>
    public void RecordSync(ulong offset, ulong lengthBytes)
    {
        _unsynced.Remove(offset, lengthBytes);
        UpdatePhase();
    }

    /// <summary>What dma_iova_unlink has to unmap.</summary>
    /// <returns>EINVAL: no window, empty, outside the window, or more than is linked.</returns>
    public Errno PlanUnlink(ulong offset, ulong lengthBytes, out IovaWindow target)
    {
        Errno errno = Plan(offset, lengthBytes, out target);
        return errno == Errno.None && lengthBytes > LinkedBytes ? Errno.EINVAL : errno;
    }

    /// <summary>The page table has dropped a planned piece.</summary>
    public void RecordUnlink(ulong offset, ulong lengthBytes)
    {
        if (lengthBytes > LinkedBytes)
        {
            throw new InvariantException($"{lengthBytes} bytes unlinked of {LinkedBytes}");
        }

        LinkedBytes -= lengthBytes;
        _unsynced.Remove(offset, lengthBytes);
        UpdatePhase();
    }

    /// <summary>dma_iova_free: gives the window up.</summary>
    /// <returns>EINVAL: no window (a second free); EBUSY: something is still linked.</returns>
    public Errno Free()
    {
        if (Phase == DmaIovaPhase.Unused)
        {
            return Errno.EINVAL;
        }

        if (LinkedBytes != 0)
        {
            return Errno.EBUSY;
        }

        Phase = DmaIovaPhase.Unused;
        return Errno.None;
    }

    /// <summary>What dma_iova_destroy has to unmap: [0, mappedLengthBytes), or nothing when that is 0.</summary>
    /// <returns>EINVAL: no window, or not exactly the bytes linked (I-11).</returns>
    public Errno PlanDestroy(ulong mappedLengthBytes, out IovaWindow target)
    {
        target = default;
        if (Phase == DmaIovaPhase.Unused || mappedLengthBytes != LinkedBytes)
        {
            return Errno.EINVAL;
        }

        target = mappedLengthBytes == 0 ? new IovaWindow(Window.Start, 0) : Granules(0, mappedLengthBytes);
        return Errno.None;
    }

    /// <summary>The entries are gone and the window goes back.</summary>
    public void RecordDestroy()
    {
        LinkedBytes = 0;
        _unsynced.Clear();
        Phase = DmaIovaPhase.Unused;
    }

    /// <summary>The whole granules around a part of the window.</summary>
    public IovaWindow Granules(ulong offset, ulong lengthBytes)
    {
        ulong start = (Address.Value + offset) & ~_granule.OffsetMask;
        return new IovaWindow(new Iova(start), AlignUp(Address.Value + offset + lengthBytes - start, _granule));
    }

    private Errno Plan(ulong offset, ulong lengthBytes, out IovaWindow target)
    {
        bool isLegal = Phase != DmaIovaPhase.Unused && IsInside(offset, lengthBytes);
        target = isLegal ? Granules(offset, lengthBytes) : default;
        return isLegal ? Errno.None : Errno.EINVAL;
    }

    private bool IsInside(ulong offset, ulong lengthBytes) =>
        lengthBytes != 0 && offset < SizeBytes && lengthBytes <= SizeBytes - offset;

    private void UpdatePhase() =>
        Phase = !_unsynced.IsEmpty ? DmaIovaPhase.LinkedDirty
            : LinkedBytes != 0 ? DmaIovaPhase.Live
            : DmaIovaPhase.Allocated;

    private static ulong AlignUp(ulong value, PageSize granule) => (value + granule.OffsetMask) & ~granule.OffsetMask;
}
