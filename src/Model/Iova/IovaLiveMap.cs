using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PhyrActors.Model;

/// <summary>Which ranges are live: their lengths by where they start.</summary>
/// <remarks>Unit: granules. A hash table of 8 bytes an entry, at most half full, in buckets of one cache line: an entry
/// stands in its own bucket, in any place, and the few that find it full stand aside. A look-up reads one line and
/// compares all of it at once. No branch hangs on what the line holds, as long as things go their usual way, so that
/// the processor need not wait for it before it goes on with what comes next. An entry is its start, above a bit that says
/// whether it holds more than its length, above a code of its length.</remarks>
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

    private const int BucketLog2 = 3;
    private const int Bucket = 1 << BucketLog2;
    private const int LeftPlaces = 256;
    private const int LineBytes = Bucket * sizeof(ulong);
    private const ulong StartMask = ulong.MaxValue << StartShift;

    private readonly Dictionary<ulong, ulong> _elsewhere = [];

    // Entries whose bucket was full, by start.
    private readonly SortedDictionary<ulong, ulong> _aside = [];
    private ulong[] _entries;
    private readonly Left[] _left = new Left[LeftPlaces];
    private int _firstEntry;
    private int _bucketsLog2 = 3;

    public IovaLiveMap() => _entries = NewEntries(out _firstEntry);

    public int Count { get; private set; }

    private int Slots => Bucket << _bucketsLog2;

    public bool Contains(ulong first) => Find(first) >= 0 || _aside.ContainsKey(first);

    /// <summary>Adds a range that starts where none does, and not at 0.</summary>
    public void Add(ulong first, ulong granules, bool hasSlack)
    {
        if (2 * Count >= Slots)
        {
            Grow();
        }

        ulong code = CodeOf(granules);
        if (code == ElsewhereCode)
        {
            _elsewhere[first] = granules;
        }

        Place(first, (first << StartShift) | (hasSlack ? Slack : 0) | code);
        Count++;
    }

    /// <summary>Removes a range of at least one granule; false if none of that length starts there.</summary>
    public bool TryRemove(ulong first, ulong granules, out bool hasSlack)
    {
        int index = Find(first);
        ulong entry = index >= 0 ? _entries[index] : _aside.GetValueOrDefault(first);
        ulong code = CodeOf(granules);
        hasSlack = (entry & Slack) != 0;
        if ((entry & ~Slack) != ((first << StartShift) | code))
        {
            return false;
        }

        if (code == ElsewhereCode)
        {
            if (entry == 0 || _elsewhere[first] != granules)
            {
                return false;
            }

            _elsewhere.Remove(first);
        }

        if (index >= 0)
        {
            _entries[index] = 0;
            _left[first % LeftPlaces] = new Left(first, index);
        }
        else
        {
            _aside.Remove(first);
        }

        Count--;
        return true;
    }

    /// <summary>Gives back what the ranges of a stretch hold beyond their lengths.</summary>
    public void Trim(IovaBuddy buddy)
    {
        foreach (ref ulong entry in _entries.AsSpan(_firstEntry, Slots))
        {
            entry = Trimmed(entry, buddy);
        }

        foreach ((ulong first, ulong entry) in _aside.ToArray())
        {
            _aside[first] = Trimmed(entry, buddy);
        }
    }

    private ulong Trimmed(ulong entry, IovaBuddy buddy)
    {
        ulong first = entry >> StartShift;
        if ((entry & Slack) == 0 || first < buddy.First || first >= buddy.End)
        {
            return entry;
        }

        ulong granules = LengthOf(entry & ~Slack);
        buddy.FreeRange(first + granules, BitOperations.RoundUpToPowerOf2(granules) - granules);
        return entry & ~Slack;
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

    /// <summary>The first place of a start's bucket.</summary>
    private int HomeOf(ulong first) =>
        _firstEntry + ((int)(unchecked(first * Spread) >> (64 - _bucketsLog2)) << BucketLog2);

    /// <summary>Where a start stands; below 0 when not in its bucket.</summary>
    private int Find(ulong first)
    {
        int home = HomeOf(first);
        uint hits = Matches(home, first << StartShift, StartMask);
        return hits == 0 ? -1 : home + BitOperations.TrailingZeroCount(hits);
    }

    private void Place(ulong first, ulong entry)
    {
        Left left = _left[first % LeftPlaces];
        if (left.First == first && _entries[left.Index] == 0)
        {
            _entries[left.Index] = entry;
            return;
        }

        int home = HomeOf(first);
        uint empty = Matches(home, 0, ulong.MaxValue);
        if (empty == 0)
        {
            _aside.Add(first, entry);
        }
        else
        {
            _entries[home + BitOperations.TrailingZeroCount(empty)] = entry;
        }
    }

    /// <summary>A bit for each place of a bucket whose entry is the one wanted, as far as the mask goes.</summary>
    private uint Matches(int home, ulong wanted, ulong mask)
    {
        ref ulong bucket = ref _entries.AsSpan(home, Bucket)[0];
        Vector256<ulong> wanteds = Vector256.Create(wanted);
        Vector256<ulong> masks = Vector256.Create(mask);
        Vector256<ulong> low = Vector256.LoadUnsafe(ref bucket) & masks;
        Vector256<ulong> high = Vector256.LoadUnsafe(ref bucket, Bucket / 2) & masks;
        return Vector256.Equals(low, wanteds).ExtractMostSignificantBits()
            | (Vector256.Equals(high, wanteds).ExtractMostSignificantBits() << (Bucket / 2));
    }

    private void Grow()
    {
        ulong[] before = [.. _entries.AsSpan(_firstEntry, Slots), .. _aside.Values];
        _aside.Clear();
        Array.Clear(_left);
        _bucketsLog2++;
        _entries = NewEntries(out _firstEntry);
        foreach (ulong entry in before)
        {
            if (entry != 0)
            {
                Place(entry >> StartShift, entry);
            }
        }
    }

    /// <summary>Places for all buckets, each a line of the processor's cache: the array is pinned so that this stays
    /// true.</summary>
    private ulong[] NewEntries(out int firstEntry)
    {
        ulong[] entries = GC.AllocateArray<ulong>(Slots + Bucket - 1, pinned: true);
        nint address = Unsafe.ByteOffset(
            ref Unsafe.NullRef<ulong>(), ref MemoryMarshal.GetArrayDataReference(entries));
        firstEntry = (int)((LineBytes - (address % LineBytes)) % LineBytes) / sizeof(ulong);
        return entries;
    }

    /// <summary>Where a start stood that was removed of late: it often comes again, and while its line is on its way a
    /// bucket cannot be read whole.</summary>
    private readonly record struct Left(ulong First, int Index);
}
