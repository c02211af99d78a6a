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

    private readonly IovaEntryTree _entries;
    private readonly ulong _startPfn;
    private int _hint32 = IovaEntryTree.Anchor;
    private int _hint = IovaEntryTree.Anchor;
    private ulong _max32 = FirstAbove4GiB;

    /// <param name="startPfn">The lowest granule handed out; at least 1, so address 0 never is.</param>
    /// <exception cref="ArgumentOutOfRangeException">startPfn is 0.</exception>
    public IovaTree(ulong startPfn)
    {
        ArgumentOutOfRangeException.ThrowIfZero(startPfn);
        _startPfn = startPfn;
        _entries = new IovaEntryTree(startPfn);
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

        IovaEntry hint = _entries[isBelow4GiB ? _hint32 : _hint];
        int above = Search(granules, Math.Min(limitEnd, hint.First), isAligned, _startPfn, out firstPfn);
        if (above == 0 && hint.Last < limitEnd)
        {
            above = Search(granules, limitEnd, isAligned, hint.Last + 1, out firstPfn);
        }

        if (above == 0)
        {
            _max32 = granules;
            return false;
        }

        IovaEntry entry = new(firstPfn, firstPfn + (granules - 1));
        int added = _entries.InsertBelow(above, entry);
        if (entry.Last < FirstAbove4GiB)
        {
            _hint32 = added;
        }
        else
        {
            _hint = added;
        }

        return true;
    }

    /// <summary>Frees the whole entry that holds a granule (free_iova).</summary>
    /// <returns>False when nothing is taken there: the kernel then does nothing, without a word.</returns>
    public bool Free(ulong pfn)
    {
        int node = Holding(pfn);
        if (node == 0)
        {
            return false;
        }

        IovaEntry freed = _entries[node];
        if (node == _hint32 || (freed.Last < FirstAbove4GiB && freed.First >= _entries[_hint32].First))
        {
            _hint32 = _entries.Next(node);
        }

        if (freed.First < FirstAbove4GiB)
        {
            _max32 = FirstAbove4GiB;
        }

        if (freed.First >= _entries[_hint].First)
        {
            _hint = _entries.Next(node);
        }

        _entries.Remove(node);
        return true;
    }

    /// <summary>The entry that holds a granule (find_iova).</summary>
    public bool TryFind(ulong pfn, out IovaEntry entry)
    {
        int node = Holding(pfn);
        entry = node == 0 ? default : _entries[node];
        return node != 0;
    }

    /// <summary>The lowest entry that ends at or above a granule: a walk over all of them, upwards.</summary>
    public bool TryFindAtOrAbove(ulong pfn, out IovaEntry entry)
    {
        int node = _entries.FindAtOrAbove(pfn);
        entry = node == IovaEntryTree.Anchor ? default : _entries[node];
        return node != IovaEntryTree.Anchor;
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
        int node = _entries.FindAtOrAbove(first);
        while (_entries[node].First <= lastPfn)
        {
            if (first < _entries[node].First)
            {
                _entries.ExtendDown(node, first);
            }

            if (lastPfn <= _entries[node].Last)
            {
                return _entries[node];
            }

            first = _entries[node].Last + 1;
            node = _entries.Next(node);
        }

        return _entries[_entries.InsertBelow(node, new IovaEntry(first, lastPfn))];
    }

    private int Holding(ulong pfn)
    {
        int node = _entries.FindAtOrAbove(pfn);
        return node != IovaEntryTree.Anchor && _entries[node].First <= pfn ? node : 0;
    }

    /// <summary>The highest place below a bound, as the entry above it; 0 if that place lies below the lowest
    /// allowed.</summary>
    private int Search(ulong granules, ulong end, bool isAligned, ulong lowestPfn, out ulong firstPfn)
    {
        int astride = _entries.FindAtOrAbove(end);
        IovaGap gap = _entries.GapBelow(astride);
        gap = gap with { End = Math.Min(gap.End, end) };
        int above = astride;
        if (!Fits(gap, granules, isAligned))
        {
            above = gap.First == 0 ? 0 : _entries.FindHighestFit(granules, isAligned, gap.First - 1);
            gap = _entries.GapBelow(above);
        }

        firstPfn = above == 0 ? 0 : HighestStart(gap, granules, isAligned);
        return firstPfn < lowestPfn ? 0 : above;
    }

    private static bool Fits(IovaGap gap, ulong granules, bool isAligned) =>
        gap.First < gap.End && granules <= (isAligned ? gap.LargestFit : gap.End - gap.First);

    private static ulong HighestStart(IovaGap gap, ulong granules, bool isAligned) =>
        isAligned ? gap.HighestStart(granules) : gap.End - granules;
}
