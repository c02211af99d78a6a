namespace PhyrActors.Model;

/// <summary>What one unmap, or a map that replaced tables, leaves to be invalidated and then released.</summary>
/// <remarks>After struct iommu_iotlb_gather of include/linux/iommu.h, v6.12, with counts. Reusable: clear it and go
/// on.</remarks>
public sealed class IoGather
{
    private readonly List<FreedTable> _freedTables = [];

    /// <summary>Table pages unlinked, lower levels first; to be released after an invalidation of all levels.
    /// </summary>
    public IReadOnlyList<FreedTable> FreedTables => _freedTables;

    /// <summary>Entries cleared, at the level where the unmap cleared them.</summary>
    public long Entries { get; private set; }

    /// <summary>What those entries covered.</summary>
    public ulong EntryBytes { get; private set; }

    /// <summary>Entries among them, or replaced by a map, that pointed to a table.</summary>
    public long TableEntries { get; private set; }

    public void Clear()
    {
        _freedTables.Clear();
        (Entries, EntryBytes, TableEntries) = (0, 0, 0);
    }

    internal void AddEntries(long entries, PageSize size)
    {
        Entries += entries;
        EntryBytes += (ulong)entries << size.Log2;
    }

    internal void AddTableEntry() => TableEntries++;

    internal void AddFreed(FreedTable table) => _freedTables.Add(table);
}
