using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Which ranges are live: their lengths by where they start.</summary>
/// <remarks>Unit: granules. A hash table of 8 bytes an entry, at most half full, searched upwards from the entry's own
/// place; a removal closes its gap, so nothing is left of what is gone (Knuth, The Art of Computer Programming 3, 6.4,
/// algorithm R, 1973). An entry is its start, above a bit that says whether it holds more than its length, above a
/// code of its length.</remarks>
internal sealed class IovaLiveMap
{
    /// <summary>The widest start: 57 bits of address, which no page table exceeds.</summary>
    public const int StartBits = 57 - Pfn.FrameSizeLog2;

    private const int StartShift = 64 - StartBits;
    private const ulong Slack = 1UL << (StartShift - 1);
    private const ulong CodeMask = Slack - 1;

    /// <summary>From here on a code stands for a power of two, below for itself.</summary>
    private const ulong FirstPowerCode = CodeMask - 63;

    /// <summary>A length of neither kind stands in a table of its own.</summary>
    private const ulong ElsewhereCode = 0;

    /// <summary>2^64 divided by the golden ratio.</summary>
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private readonly Dictionary<ulong, ulong> _elsewhere = [];
    private ulong[] _entries = new ulong[64];
    private int _hashShift = 64 - 6;

    public int Count { get; private set; }

    public bool Contains(ulong first) => _entries[Find(first)] != 0;

    /// <summary>Adds a range that starts where none does, and not at 0.</summary>
    public void Add(ulong first, ulong granules, bool hasSlack)
    {
        if (2 * Count >= _entries.Length)
        {
            Grow();
        }

        ulong code = CodeOf(granules);
        if (code == ElsewhereCode)
        {
            _elsewhere[first] = granules;
        }

        _entries[Find(first)] = (first << StartShift) | (hasSlack ? Slack : 0) | code;
        Count++;
    }

    /// <summary>Removes a range of at least one granule; false if none of that length starts there.</summary>
    public bool TryRemove(ulong first, ulong granules, out bool hasSlack)
    {
        int index = Find(first);
        ulong entry = _entries[index];
        ulong code = CodeOf(granules);
        hasSlack = (entry & Slack) != 0;
        if (entry == 0 || (entry & ~Slack) != ((first << StartShift) | code))
        {
            return false;
        }

        if (code == ElsewhereCode)
        {
            if (_elsewhere[first] != granules)
            {
                return false;
            }

            _elsewhere.Remove(first);
        }

        Count--;
        CloseGap(index);
        return true;
    }

    /// <summary>Gives back what the ranges of a stretch hold beyond their lengths.</summary>
    public void Trim(IovaBuddy buddy)
    {
        foreach (ref ulong entry in _entries.AsSpan())
        {
            ulong first = entry >> StartShift;
            if ((entry & Slack) != 0 && first >= buddy.First && first < buddy.End)
            {
                entry &= ~Slack;
                ulong granules = LengthOf(entry);
                buddy.FreeRange(first + granules, BitOperations.RoundUpToPowerOf2(granules) - granules);
            }
        }
    }

    private static ulong CodeOf(ulong granules)
    {
        if (granules < FirstPowerCode)
        {
            return granules;
        }

        return BitOperations.IsPow2(granules)
            ? FirstPowerCode + (ulong)BitOperations.Log2(granules)
            : ElsewhereCode;
    }

    private ulong LengthOf(ulong entry)
    {
        ulong code = entry & CodeMask;
        if (code >= FirstPowerCode)
        {
            return 1UL << (int)(code - FirstPowerCode);
        }

        return code == ElsewhereCode ? _elsewhere[entry >> StartShift] : code;
    }

    private int HomeOf(ulong first) => (int)(unchecked(first * Spread) >> _hashShift);

    /// <summary>Where a start stands, or the empty place where it would.</summary>
    private int Find(ulong first)
    {
        ulong[] entries = _entries;
        int mask = entries.Length - 1;
        int index = HomeOf(first) & mask;
        while (entries[index] >> StartShift is var start && start != first && start != 0)
        {
            index = (index + 1) & mask;
        }

        return index;
    }

    /// <summary>Moves entries behind a gap down, as long as they stay at or above their own place.</summary>
    private void CloseGap(int index)
    {
        ulong[] entries = _entries;
        int mask = entries.Length - 1;
        int gap = index;
        for (int at = (gap + 1) & mask; entries[at] != 0; at = (at + 1) & mask)
        {
            int home = HomeOf(entries[at] >> StartShift);
            if (((at - home) & mask) >= ((at - gap) & mask))
            {
                entries[gap] = entries[at];
                gap = at;
            }
        }

        entries[gap] = 0;
    }

    private void Grow()
    {
        ulong[] before = _entries;
        _entries = new ulong[before.Length * 2];
        _hashShift--;
        foreach (ulong entry in before)
        {
            if (entry != 0)
            {
                _entries[Find(entry >> StartShift)] = entry;
            }
        }
    }
}
