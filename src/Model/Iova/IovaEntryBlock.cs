namespace PhyrActors.Model;

/// <summary>Up to 64 taken runs in a row, and what fits into the free run below each.</summary>
internal sealed class IovaEntryBlock
{
    public const int Capacity = 64;

    private readonly ulong[] _first = new ulong[Capacity];
    private readonly ulong[] _last = new ulong[Capacity];
    private readonly ulong[] _alignedFits = new ulong[Capacity];
    private readonly ulong[] _anyFits = new ulong[Capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public IovaEntry this[int index] => new(_first[index], _last[index]);

    public ulong Last => _last[Count - 1];

    public ulong LargestAligned { get; private set; }

    public ulong LargestAny { get; private set; }

    public ulong FirstOf(int index) => _first[index];

    public ulong LastOf(int index) => _last[index];

    public void SetFirst(int index, ulong first) => _first[index] = first;

    public void SetFits(int index, IovaGap below)
    {
        ulong any = below.First < below.End ? below.End - below.First : 0;
        LargestAligned = Replace(_alignedFits, index, below.LargestFit, LargestAligned);
        LargestAny = Replace(_anyFits, index, any, LargestAny);
    }

    /// <summary>The lowest entry that ends at or above a granule; Count if none does.</summary>
    public int FindAtOrAbove(ulong granule)
    {
        (int low, int high) = (0, Count);
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = _last[middle] < granule ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The highest entry up to one, inclusive, with room for a request below it; -1 if none.</summary>
    public int FindFit(int last, ulong granules, bool isAligned)
    {
        ulong[] fits = isAligned ? _alignedFits : _anyFits;
        int at = last;
        while (at >= 0 && fits[at] < granules)
        {
            at--;
        }

        return at;
    }

    public void Insert(int index, IovaEntry entry)
    {
        int moved = Count - index;
        Array.Copy(_first, index, _first, index + 1, moved);
        Array.Copy(_last, index, _last, index + 1, moved);
        Array.Copy(_alignedFits, index, _alignedFits, index + 1, moved);
        Array.Copy(_anyFits, index, _anyFits, index + 1, moved);
        (_first[index], _last[index]) = (entry.First, entry.Last);
        Count++;
    }

    public void RemoveAt(int index)
    {
        LargestAligned = Replace(_alignedFits, index, 0, LargestAligned);
        LargestAny = Replace(_anyFits, index, 0, LargestAny);
        Count--;
        int moved = Count - index;
        Array.Copy(_first, index + 1, _first, index, moved);
        Array.Copy(_last, index + 1, _last, index, moved);
        Array.Copy(_alignedFits, index + 1, _alignedFits, index, moved);
        Array.Copy(_anyFits, index + 1, _anyFits, index, moved);
    }

    /// <summary>Moves the upper half into an empty block.</summary>
    public void SplitInto(IovaEntryBlock upper)
    {
        int half = Count / 2;
        upper.Count = Count - half;
        Array.Copy(_first, half, upper._first, 0, upper.Count);
        Array.Copy(_last, half, upper._last, 0, upper.Count);
        Array.Copy(_alignedFits, half, upper._alignedFits, 0, upper.Count);
        Array.Copy(_anyFits, half, upper._anyFits, 0, upper.Count);
        Count = half;
        RenewLargest();
        upper.RenewLargest();
    }

    private void RenewLargest() => (LargestAligned, LargestAny) = (Largest(_alignedFits), Largest(_anyFits));

    /// <summary>Changes one fit; the largest is looked for only when it was this one.</summary>
    private ulong Replace(ulong[] fits, int index, ulong fit, ulong largest)
    {
        ulong old = fits[index];
        fits[index] = fit;
        if (fit >= largest)
        {
            return fit;
        }

        return old == largest ? Largest(fits) : largest;
    }

    private ulong Largest(ulong[] fits)
    {
        ulong largest = 0;
        foreach (ulong fit in fits.AsSpan(0, Count))
        {
            largest = Math.Max(largest, fit);
        }

        return largest;
    }
}
