namespace PhyrActors.Model;

/// <summary>The allocator that always gives the highest legal place.</summary>
/// <remarks>It succeeds whenever any naturally aligned free place exists below the limit, in O(log free runs); its
/// addresses depend on what is live, not on history, so they are not the kernel's (drivers/iommu/iova.c searches on
/// from where it last was). Granule 4 KiB.</remarks>
public sealed class TopDownIovaAllocator : IIovaAllocator
{
    private const int GranuleLog2 = Pfn.FrameSizeLog2;

    private readonly IovaGapTree _gaps = new();
    private readonly Dictionary<ulong, ulong> _granulesByStart = [];
    private readonly List<IovaGap> _reserved = [];
    private readonly ulong _firstGranule;
    private readonly ulong _endGranule;
    private ulong _liveGranules;

    /// <param name="apertureLast">The highest address of the domain, inclusive.</param>
    /// <param name="startPfn">The lowest granule handed out; at least 1, so address 0 never is.</param>
    /// <exception cref="ArgumentOutOfRangeException">startPfn is 0, or no granule lies between the two.</exception>
    public TopDownIovaAllocator(Iova apertureLast, ulong startPfn = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(startPfn);
        _firstGranule = startPfn;
        _endGranule = EndOfWholeGranules(apertureLast);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(startPfn, _endGranule);
        _gaps.Insert(new IovaGap(_firstGranule, _endGranule));
    }

    public int LiveCount => _granulesByStart.Count;

    public ulong LiveBytes => _liveGranules << GranuleLog2;

    /// <summary>Free runs: how fragmented the space is.</summary>
    public int GapCount => _gaps.Count;

    public bool TryAllocate(ulong lengthBytes, Iova limitLast, out Iova start)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        ulong granules = Granules(lengthBytes);
        ulong limitEnd = Math.Min(EndOfWholeGranules(limitLast), _endGranule);
        int node = FindHighest(granules, limitEnd);
        if (node == 0)
        {
            start = default;
            return false;
        }

        IovaGap gap = _gaps[node];
        ulong first = (gap with { End = Math.Min(gap.End, limitEnd) }).HighestStart(granules);
        Carve(node, new IovaGap(first, first + granules));
        _granulesByStart.Add(first, granules);
        _liveGranules += granules;
        start = new Iova(first << GranuleLog2);
        return true;
    }

    public Errno Free(Iova start, ulong lengthBytes)
    {
        ulong first = start.Value >> GranuleLog2;
        if (lengthBytes == 0
            || !PageSize.Size4KiB.IsAligned(start.Value)
            || !_granulesByStart.TryGetValue(first, out ulong granules)
            || granules != Granules(lengthBytes))
        {
            return Errno.EINVAL;
        }

        _granulesByStart.Remove(first);
        _liveGranules -= granules;
        Release(new IovaGap(first, first + granules));
        return Errno.None;
    }

    public Errno Reserve(Iova start, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes - 1, ulong.MaxValue - start.Value);
        ulong lastGranule = (start.Value + (lengthBytes - 1)) >> GranuleLog2;
        IovaGap range = new(
            Math.Max(start.Value >> GranuleLog2, _firstGranule),
            Math.Min(lastGranule + 1, _endGranule));
        if (range.First >= range.End)
        {
            return Errno.None;
        }

        if (FreeGranulesIn(range) + ReservedGranulesIn(range) != range.End - range.First)
        {
            return Errno.EBUSY;
        }

        CarveAll(range);
        AddReserved(range);
        return Errno.None;
    }

    public bool IsLive(Iova start) =>
        PageSize.Size4KiB.IsAligned(start.Value) && _granulesByStart.ContainsKey(start.Value >> GranuleLog2);

    private static ulong Granules(ulong lengthBytes) => ((lengthBytes - 1) >> GranuleLog2) + 1;

    private static ulong EndOfWholeGranules(Iova last)
    {
        bool lastIsWhole = (~last.Value & PageSize.Size4KiB.OffsetMask) == 0;
        return (last.Value >> GranuleLog2) + (lastIsWhole ? 1UL : 0);
    }

    /// <summary>The highest gap with room below the limit; only the one astride the limit is judged by a part of
    /// it.</summary>
    private int FindHighest(ulong granules, ulong limitEnd)
    {
        if (limitEnd <= _firstGranule)
        {
            return 0;
        }

        int astride = _gaps.FindAtOrBelow(limitEnd - 1);
        if (astride == 0)
        {
            return 0;
        }

        IovaGap gap = _gaps[astride];
        if (gap.End <= limitEnd)
        {
            return _gaps.FindHighestFit(granules, limitEnd);
        }

        return (gap with { End = limitEnd }).LargestFit >= granules
            ? astride
            : _gaps.FindHighestFit(granules, gap.First);
    }

    private void Carve(int node, IovaGap taken)
    {
        IovaGap gap = _gaps[node];
        IovaGap below = gap with { End = taken.First };
        IovaGap above = gap with { First = taken.End };
        if (below.First < below.End)
        {
            _gaps.Resize(node, below);
            if (above.First < above.End)
            {
                _gaps.Insert(above);
            }
        }
        else if (above.First < above.End)
        {
            _gaps.Resize(node, above);
        }
        else
        {
            _gaps.Remove(node);
        }
    }

    private void Release(IovaGap freed)
    {
        int below = _gaps.FindAtOrBelow(freed.First);
        int above = _gaps.FindAtOrAbove(freed.End);
        bool joinsBelow = below != 0 && _gaps[below].End == freed.First;
        bool joinsAbove = above != 0 && _gaps[above].First == freed.End;
        if (joinsBelow && joinsAbove)
        {
            ulong end = _gaps[above].End;
            _gaps.Remove(above);
            _gaps.Resize(below, _gaps[below] with { End = end });
        }
        else if (joinsBelow)
        {
            _gaps.Resize(below, _gaps[below] with { End = freed.End });
        }
        else if (joinsAbove)
        {
            _gaps.Resize(above, _gaps[above] with { First = freed.First });
        }
        else
        {
            _gaps.Insert(freed);
        }
    }

    private void CarveAll(IovaGap range)
    {
        for (int node = FirstOverlap(range); node != 0; node = FirstOverlap(range))
        {
            IovaGap gap = _gaps[node];
            Carve(node, new IovaGap(Math.Max(gap.First, range.First), Math.Min(gap.End, range.End)));
        }
    }

    private int FirstOverlap(IovaGap range)
    {
        int below = _gaps.FindAtOrBelow(range.First);
        if (below != 0 && _gaps[below].End > range.First)
        {
            return below;
        }

        int above = _gaps.FindAtOrAbove(range.First);
        return above != 0 && _gaps[above].First < range.End ? above : 0;
    }

    private ulong FreeGranulesIn(IovaGap range)
    {
        ulong free = 0;
        for (int node = FirstOverlap(range); node != 0; node = _gaps.FindAtOrAbove(_gaps[node].End))
        {
            IovaGap gap = _gaps[node];
            if (gap.First >= range.End)
            {
                break;
            }

            free += Math.Min(gap.End, range.End) - Math.Max(gap.First, range.First);
        }

        return free;
    }

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
