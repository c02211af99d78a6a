namespace PhyrActors.Model;

/// <summary>The kernel's tree of taken ranges: the same answers, request for request, without its walk.</summary>
/// <remarks>Unit: granules of 4 KiB (pfns). Searches downwards from where it last was (two hints, one for requests
/// that must end below 4 GiB), remembers a size that failed below 4 GiB until something there is freed, and therefore
/// refuses some requests that would fit. Where the kernel steps from entry to entry, this looks the place up in
/// O(log entries). Source: drivers/iommu/iova.c, v6.12.</remarks>
public sealed class IovaTree
{
    /// <summary>The first granule at 4 GiB (dma_32bit_pfn), and what the remembered size is when nothing
    /// failed.</summary>
    private const ulong FirstAbove4GiB = 1UL << (32 - Pfn.FrameSizeLog2);

    private const ulong Anchor = ulong.MaxValue;

    private readonly IovaEntryList _entries;
    private readonly ulong _startPfn;
    private ulong _hint32 = Anchor;
    private ulong _hint = Anchor;
    private ulong _max32 = FirstAbove4GiB;

    /// <param name="startPfn">The lowest granule handed out; at least 1, so address 0 never is.</param>
    /// <exception cref="ArgumentOutOfRangeException">startPfn is 0.</exception>
    public IovaTree(ulong startPfn)
    {
        ArgumentOutOfRangeException.ThrowIfZero(startPfn);
        _startPfn = startPfn;
        _entries = new IovaEntryList(startPfn);
    }

    /// <summary>Allocations and reserved ranges; merged ranges count once.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes granules that end at or below a limit (alloc_iova).</summary>
    /// <param name="granules">How many.</param>
    /// <param name="limitPfn">The highest granule allowed, inclusive; below 2^52, the last one of 64 bits.</param>
    /// <param name="isAligned">The start is a multiple of the power of two that holds the size.</param>
    /// <param name="firstPfn">Where the range begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is zero, or no address has that limit.</exception>
    public bool TryAllocate(ulong granules, ulong limitPfn, bool isAligned, out ulong firstPfn)
    {
        ArgumentOutOfRangeException.ThrowIfZero(granules);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limitPfn, ulong.MaxValue >> Pfn.FrameSizeLog2);
        ulong limitEnd = limitPfn + 1;
        bool isBelow4GiB = limitEnd <= FirstAbove4GiB;
        firstPfn = 0;
        if (isBelow4GiB && granules >= _max32)
        {
            return false;
        }

        ulong hint = isBelow4GiB ? _hint32 : _hint;
        IovaPlace above = Search(granules, Math.Min(limitEnd, hint), isAligned, _startPfn, out firstPfn);
        if (above == IovaPlace.None && hint < limitEnd)
        {
            ulong hintLast = _entries[_entries.FindAtOrAbove(hint)].Last;
            above = hintLast < limitEnd
                ? Search(granules, limitEnd, isAligned, hintLast + 1, out firstPfn)
                : IovaPlace.None;
        }

        if (above == IovaPlace.None)
        {
            _max32 = granules;
            return false;
        }

        IovaEntry entry = new(firstPfn, firstPfn + (granules - 1));
        _entries.InsertBelow(above, entry);
        if (entry.Last < FirstAbove4GiB)
        {
            _hint32 = firstPfn;
        }
        else
        {
            _hint = firstPfn;
        }

        return true;
    }

    /// <summary>Frees the whole entry that holds a granule (free_iova).</summary>
    /// <returns>False when nothing is taken there: the kernel then does nothing, without a word.</returns>
    public bool Free(ulong pfn)
    {
        if (!TryHold(pfn, out IovaPlace place))
        {
            return false;
        }

        IovaEntry freed = _entries[place];
        if (freed.First == _hint32 || (freed.Last < FirstAbove4GiB && freed.First >= _hint32))
        {
            _hint32 = _entries[_entries.Next(place)].First;
        }

        if (freed.First < FirstAbove4GiB)
        {
            _max32 = FirstAbove4GiB;
        }

        if (freed.First >= _hint)
        {
            _hint = _entries[_entries.Next(place)].First;
        }

        _entries.Remove(place);
        return true;
    }

    /// <summary>The entry that holds a granule (find_iova).</summary>
    public bool TryFind(ulong pfn, out IovaEntry entry)
    {
        bool holds = TryHold(pfn, out IovaPlace place);
        entry = holds ? _entries[place] : default;
        return holds;
    }

    /// <summary>The lowest entry that ends at or above a granule: a walk over all of them, upwards.</summary>
    public bool TryFindAtOrAbove(ulong pfn, out IovaEntry entry)
    {
        entry = _entries[_entries.FindAtOrAbove(pfn)];
        return entry.First != Anchor;
    }

    /// <summary>Takes a range out of use, merged with what it meets (reserve_iova).</summary>
    /// <remarks>The lowest entry it meets keeps its end, later ones grow downwards, what is left above them becomes
    /// an entry. Live allocations are merged like reserved ranges; hints do not move.</remarks>
    /// <returns>The entry that holds the end of the range.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or runs past the last granule of 64
    /// bits.</exception>
    public IovaEntry Reserve(ulong firstPfn, ulong lastPfn)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstPfn, lastPfn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastPfn, ulong.MaxValue >> Pfn.FrameSizeLog2);
        ulong first = firstPfn;
        IovaPlace place = _entries.FindAtOrAbove(first);
        while (_entries[place].First <= lastPfn)
        {
            if (first < _entries[place].First)
            {
                ExtendDown(place, first);
            }

            if (lastPfn <= _entries[place].Last)
            {
                return _entries[place];
            }

            first = _entries[place].Last + 1;
            place = _entries.Next(place);
        }

        IovaEntry added = new(first, lastPfn);
        _entries.InsertBelow(place, added);
        return added;
    }

    /// <summary>A hint names its entry by where that begins, and follows it.</summary>
    private void ExtendDown(IovaPlace place, ulong first)
    {
        ulong before = _entries[place].First;
        _hint32 = _hint32 == before ? first : _hint32;
        _hint = _hint == before ? first : _hint;
        _entries.ExtendDown(place, first);
    }

    private bool TryHold(ulong pfn, out IovaPlace place)
    {
        place = _entries.FindAtOrAbove(pfn);
        return _entries[place].First <= pfn && pfn != Anchor;
    }

    /// <summary>The highest place below a bound, as the entry above it; none if that place lies below the lowest
    /// allowed.</summary>
    private IovaPlace Search(ulong granules, ulong end, bool isAligned, ulong lowestPfn, out ulong firstPfn)
    {
        IovaPlace above = _entries.FindAtOrAbove(end);
        IovaGap gap = _entries.GapBelow(above);
        gap = gap with { End = Math.Min(gap.End, end) };
        if (!Fits(gap, granules, isAligned))
        {
            above = _entries.FindFitBelow(above, granules, isAligned);
            gap = above == IovaPlace.None ? default : _entries.GapBelow(above);
        }

        firstPfn = above == IovaPlace.None ? 0 : HighestStart(gap, granules, isAligned);
        return firstPfn < lowestPfn ? IovaPlace.None : above;
    }

    private static bool Fits(IovaGap gap, ulong granules, bool isAligned) =>
        gap.First < gap.End && granules <= (isAligned ? gap.LargestFit : gap.End - gap.First);

    private static ulong HighestStart(IovaGap gap, ulong granules, bool isAligned) =>
        isAligned ? gap.HighestStart(granules) : gap.End - granules;
}
