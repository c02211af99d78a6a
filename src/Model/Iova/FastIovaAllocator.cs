namespace PhyrActors.Model;

/// <summary>The allocator that finds a place whenever there is one.</summary>
/// <remarks>Two buddy systems, below and above 4 GiB, so that requests of narrow devices find theirs at once and wide
/// ones stay out of their way. Freed ranges are kept ready and live ones hold a whole power of two; what is thus kept
/// is given back before anything is refused. A constant number of steps a request, whatever is live, unless the limit
/// cuts through a stretch elsewhere. The addresses are not the kernel's (drivers/iommu/iova.c searches on from where
/// it last was). Granule 4 KiB.</remarks>
public sealed class FastIovaAllocator : IIovaAllocator
{
    private const ulong FirstAbove4GiB = 1UL << (32 - Pfn.FrameSizeLog2);

    private readonly IovaZone? _low;
    private readonly IovaZone? _high;
    private readonly IovaLiveMap _live = new();
    private readonly List<IovaGap> _reserved = [];
    private readonly ulong _firstGranule;
    private readonly ulong _endGranule;
    private ulong _liveGranules;

    /// <param name="apertureLast">The highest address of the domain, inclusive.</param>
    /// <param name="startPfn">The lowest granule handed out; at least 1, so address 0 never is.</param>
    /// <exception cref="ArgumentOutOfRangeException">startPfn is 0, no granule lies between the two, or the aperture is
    /// wider than 57 bits.</exception>
    public FastIovaAllocator(Iova apertureLast, ulong startPfn = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(startPfn);
        _firstGranule = startPfn;
        _endGranule = IovaGranules.End(apertureLast);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(startPfn, _endGranule);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_endGranule, 1UL << IovaLiveMap.StartBits);
        if (_firstGranule < FirstAbove4GiB)
        {
            _low = new IovaZone(_firstGranule, Math.Min(_endGranule, FirstAbove4GiB));
        }

        if (_endGranule > FirstAbove4GiB)
        {
            _high = new IovaZone(Math.Max(_firstGranule, FirstAbove4GiB), _endGranule);
        }
    }

    /// <summary>Live allocations.</summary>
    public int LiveCount => _live.Count;

    /// <summary>Bytes in live allocations, whole granules.</summary>
    public ulong LiveBytes => _liveGranules << Pfn.FrameSizeLog2;

    /// <summary>Bytes in no live and no reserved range.</summary>
    public ulong FreeBytes
    {
        get
        {
            Flush();
            return FreeGranulesIn(_firstGranule, _endGranule) << Pfn.FrameSizeLog2;
        }
    }

    /// <summary>Takes a range; false only if no naturally aligned free place lies below the limit.</summary>
    public bool TryAllocate(ulong lengthBytes, Iova limitLast, out Iova start, int cpu = 0, bool mayFlush = true)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        ulong granules = IovaGranules.Count(lengthBytes);
        ulong limitEnd = Math.Min(IovaGranules.End(limitLast), _endGranule);
        bool found = TryTake(granules, limitEnd, out ulong first, out bool hasSlack)
            || (granules <= limitEnd && Reclaim(limitEnd) && TryTake(granules, limitEnd, out first, out hasSlack));
        if (found)
        {
            _live.Add(first, granules, hasSlack);
            _liveGranules += granules;
        }

        start = IovaGranules.AddressOf(first);
        return found;
    }

    /// <summary>Gives a whole allocation back.</summary>
    /// <returns>EINVAL when nothing live starts there, or its length differs.</returns>
    public Errno Free(Iova start, ulong lengthBytes, int cpu = 0, bool mayGrow = true)
    {
        ulong first = IovaGranules.First(start);
        ulong granules = IovaGranules.Count(lengthBytes);
        if (lengthBytes == 0
            || !PageSize.Size4KiB.IsAligned(start.Value)
            || !_live.TryRemove(first, granules, out bool hasSlack))
        {
            return Errno.EINVAL;
        }

        _liveGranules -= granules;
        (first < FirstAbove4GiB ? _low : _high)!.Give(first, granules, hasSlack);
        return Errno.None;
    }

    /// <summary>There are none.</summary>
    public bool NeedsMagazine(ulong lengthBytes, int cpu) => false;

    public Errno Reserve(Iova start, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes - 1, ulong.MaxValue - start.Value);
        IovaGap range = new(
            Math.Max(IovaGranules.First(start), _firstGranule),
            Math.Min(IovaGranules.Last(start, lengthBytes) + 1, _endGranule));
        if (range.First >= range.End)
        {
            return Errno.None;
        }

        Flush();
        if (FreeGranulesIn(range.First, range.End) + ReservedGranulesIn(range) != range.End - range.First)
        {
            return Errno.EBUSY;
        }

        _low?.TakeAll(range.First, range.End);
        _high?.TakeAll(range.First, range.End);
        AddReserved(range);
        return Errno.None;
    }

    /// <summary>A live allocation starts at this address.</summary>
    public bool IsLive(Iova start) =>
        PageSize.Size4KiB.IsAligned(start.Value) && _live.Contains(IovaGranules.First(start));

    /// <summary>The upper stretch first: what can live there leaves the lower one to those that cannot.</summary>
    private bool TryTake(ulong granules, ulong limitEnd, out ulong first, out bool hasSlack)
    {
        (first, hasSlack) = (0, false);
        return (_high is { } high && limitEnd > high.First
                && high.TryTake(granules, limitEnd, out first, out hasSlack))
            || (_low is { } low && low.TryTake(granules, limitEnd, out first, out hasSlack));
    }

    private bool Reclaim(ulong limitEnd) =>
        (_high is { } high && limitEnd > high.First && high.Reclaim(_live)) | (_low?.Reclaim(_live) ?? false);

    private void Flush()
    {
        _high?.Flush(_live);
        _low?.Flush(_live);
    }

    private ulong FreeGranulesIn(ulong first, ulong end) =>
        (_low?.FreeGranulesIn(first, end) ?? 0) + (_high?.FreeGranulesIn(first, end) ?? 0);

    private ulong ReservedGranulesIn(IovaGap range)
    {
        ulong reserved = 0;
        foreach (IovaGap taken in _reserved)
        {
            ulong first = Math.Max(taken.First, range.First);
            ulong end = Math.Min(taken.End, range.End);
            reserved += end > first ? end - first : 0;
        }

        return reserved;
    }

    /// <summary>Keeps the reserved ranges disjoint: the new one swallows those it meets.</summary>
    private void AddReserved(IovaGap range)
    {
        IovaGap merged = range;
        for (int i = _reserved.Count - 1; i >= 0; i--)
        {
            IovaGap other = _reserved[i];
            if (other.First <= merged.End && merged.First <= other.End)
            {
                merged = new IovaGap(Math.Min(merged.First, other.First), Math.Max(merged.End, other.End));
                _reserved.RemoveAt(i);
            }
        }

        _reserved.Add(merged);
    }
}
