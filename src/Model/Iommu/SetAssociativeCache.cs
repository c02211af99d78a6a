using System.Numerics;

namespace PhyrActors.Model;

/// <summary>A hardware cache of tagged words: sets by hash of the tag, least recently used out first.</summary>
/// <remarks>Shape: one array of slots, set after set. Tags are <see cref="TranslationTag"/>s.</remarks>
internal sealed class SetAssociativeCache
{
    private readonly Slot[] _slots;
    private readonly int[] _countBySize = new int[TranslationTag.Sizes];
    private readonly int _ways;
    private readonly int _setsLog2;
    private ulong _now;

    public SetAssociativeCache(int entries, int ways)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ways);
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, ways);
        int sets = entries / ways;
        if (sets * ways != entries || !BitOperations.IsPow2(sets))
        {
            throw new ArgumentException("the number of sets must be a power of two", nameof(entries));
        }

        _slots = new Slot[entries];
        _ways = ways;
        _setsLog2 = BitOperations.Log2((uint)sets);
    }

    public int Capacity => _slots.Length;

    public int Count { get; private set; }

    public bool HasSize(int size) => _countBySize[size] != 0;

    public bool TryFind(ulong tag, out ulong data)
    {
        int slot = FindSlot(tag);
        if (slot < 0)
        {
            data = 0;
            return false;
        }

        ref Slot found = ref _slots[slot];
        found.LastUse = ++_now;
        data = found.Data;
        return true;
    }

    public void Put(ulong tag, ulong data)
    {
        int slot = FindSlot(tag);
        if (slot < 0)
        {
            slot = Victim(tag);
            if (_slots[slot].Tag != 0)
            {
                Drop(slot);
            }

            _countBySize[TranslationTag.SizeOf(tag)]++;
            Count++;
        }

        _slots[slot] = new Slot { Tag = tag, Data = data, LastUse = ++_now };
    }

    /// <summary>Drops what overlaps [first, last] in a domain.</summary>
    /// <remarks>Looks up page by page while that is less work than looking at every slot.</remarks>
    public void DropRange(int domain, ulong first, ulong last)
    {
        ulong end = Math.Min(last, TranslationTag.IovaEnd - 1);
        for (int size = 0; size < TranslationTag.Sizes && first <= end; size++)
        {
            int sizeLog2 = TranslationTag.SizeLog2(size);
            ulong pages = (end >> sizeLog2) - (first >> sizeLog2) + 1;
            if (!HasSize(size))
            {
                continue;
            }

            if (pages > (ulong)(_slots.Length / _ways))
            {
                DropScanning(domain, first, end);
                return;
            }

            for (ulong page = 0; page < pages; page++)
            {
                int slot = FindSlot(TranslationTag.Of(domain, first + (page << sizeLog2), size));
                if (slot >= 0)
                {
                    Drop(slot);
                }
            }
        }
    }

    public void DropDomain(int domain) => DropScanning(domain, 0, ulong.MaxValue);

    public void Clear()
    {
        Array.Clear(_slots);
        Array.Clear(_countBySize);
        Count = 0;
    }

    /// <summary>Something cached overlaps [first, last] in a domain.</summary>
    public bool Overlaps(int domain, ulong first, ulong last)
    {
        foreach (ref readonly Slot slot in _slots.AsSpan())
        {
            if (IsHit(slot.Tag, domain, first, last))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHit(ulong tag, int domain, ulong first, ulong last) =>
        tag != 0
        && TranslationTag.DomainOf(tag) == domain
        && TranslationTag.FirstOf(tag) <= last
        && first <= TranslationTag.LastOf(tag);

    private void DropScanning(int domain, ulong first, ulong last)
    {
        for (int slot = 0; slot < _slots.Length && Count != 0; slot++)
        {
            if (IsHit(_slots[slot].Tag, domain, first, last))
            {
                Drop(slot);
            }
        }
    }

    private int FindSlot(ulong tag)
    {
        int first = FirstOfSet(tag);
        ReadOnlySpan<Slot> set = _slots.AsSpan(first, _ways);
        for (int way = 0; way < set.Length; way++)
        {
            if (set[way].Tag == tag)
            {
                return first + way;
            }
        }

        return -1;
    }

    private int Victim(ulong tag)
    {
        int first = FirstOfSet(tag);
        int victim = first;
        for (int slot = first; slot < first + _ways; slot++)
        {
            if (_slots[slot].LastUse < _slots[victim].LastUse)
            {
                victim = slot;
            }
        }

        return victim;
    }

    private void Drop(int slot)
    {
        _countBySize[TranslationTag.SizeOf(_slots[slot].Tag)]--;
        Count--;
        _slots[slot] = default;
    }

    /// <summary>Multiplicative hashing (Knuth, TAOCP 3, 6.4): neighbouring pages fall into different sets.</summary>
    private int FirstOfSet(ulong tag) => (int)(unchecked(tag * 0x9E3779B97F4A7C15) >> 1 >> (63 - _setsLog2)) * _ways;

    private struct Slot
    {
        public ulong Tag;
        public ulong Data;
        public ulong LastUse;
    }
}
