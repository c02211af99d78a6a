namespace PhyrActors.Model;

/// <summary>Entries of a table that software has cleared and memory has not: what a walker still finds.</summary>
/// <remarks>The table itself is as the software that changes it sees it. First <see cref="Keep"/>, then unmap, then
/// <see cref="Cleared"/>; work grows with the entries of the range.</remarks>
public sealed class BufferedClears(IoPageTable table)
{
    private readonly Dictionary<(Pfn Table, int Index), (IoEntry Entry, long Store)> _old = [];
    private readonly List<(Pfn Table, int Level, int Index, IoEntry Entry)> _kept = [];
    private readonly Dictionary<long, List<(Pfn Table, int Index)>> _slots = [];
    private long _stores;

    /// <summary>Notes every entry on the way to the pages of a range that is about to be unmapped.</summary>
    public void Keep(Iova start, ulong lengthBytes)
    {
        _kept.Clear();
        ulong end = start.Value + lengthBytes;
        for (ulong at = start.Value; at < end;)
        {
            int level = KeepPath(new Iova(at));
            ulong entryBytes = 1UL << IoLevel.EntrySizeLog2(level);
            at = (at & ~(entryBytes - 1)) + entryBytes;
        }
    }

    /// <summary>Holds back those of the entries noted that have changed since.</summary>
    /// <returns>The number of the store, for <see cref="Land"/>.</returns>
    public long Cleared()
    {
        long store = ++_stores;
        List<(Pfn Table, int Index)> slots = [];
        foreach ((Pfn page, int level, int index, IoEntry entry) in _kept)
        {
            if (table.ReadEntry(page, level, index) != entry)
            {
                _old[(page, index)] = (entry, store);
                slots.Add((page, index));
            }
        }

        _slots.Add(store, slots);
        return store;
    }

    /// <summary>The store is in memory.</summary>
    public void Land(long store)
    {
        _slots.Remove(store, out List<(Pfn Table, int Index)>? slots);
        foreach ((Pfn Table, int Index) slot in slots!)
        {
            if (_old[slot].Store == store)
            {
                _old.Remove(slot);
            }
        }
    }

    /// <summary>What a walker finds in one slot of one table frame.</summary>
    public IoEntry Read(Pfn page, int level, int index) =>
        _old.Count > 0 && _old.TryGetValue((page, index), out (IoEntry Entry, long Store) old)
            ? old.Entry
            : table.ReadEntry(page, level, index);

    private int KeepPath(Iova at)
    {
        Pfn page = table.Root;
        for (int level = IoLevel.Root; ; level--)
        {
            int index = IoLevel.IndexOf(at, level);
            IoEntry entry = Read(page, level, index);
            _kept.Add((page, level, index, entry));
            if (entry.Kind != IoEntryKind.Table)
            {
                return level;
            }

            page = entry.Table;
        }
    }
}
