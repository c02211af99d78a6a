namespace PhyrActors.Model;

/// <summary>The table in memory of one domain: what software writes and every unit's walker reads.</summary>
/// <remarks>Shape: four levels of 512 entries; leaves of 4 KiB and, if supported, 2 MiB and 1 GiB. Nothing here
/// invalidates: an unmap hands out what a walker may still hold. Which frame lives how long is its owner's knowledge; a
/// frame that left the table reads as <see cref="IoEntryKind.Freed"/>. Sources: drivers/iommu/generic_pt/iommu_pt.h and
/// drivers/iommu/iommu.c, v7.0.</remarks>
public sealed partial class IoPageTable
{
    /// <summary>Page objects kept for reuse, a level: an unlinked page holds nothing but zeros.</summary>
    private const int SparesMax = 64;

    private readonly IoPageSizes _sizes;
    private readonly IoTablePage _root = new(IoLevel.Root);
    private readonly Dictionary<ulong, IoTablePage> _pages = [];
    private readonly IoTablePage?[] _cursors = new IoTablePage?[IoLevel.Root];
    private readonly Stack<IoTablePage>[] _spares = [new(), new(), new(), new()];
    private readonly long[] _leaves = new long[IoLevel.Root];

    /// <exception cref="ArgumentException">4 KiB is missing, or a size that no level has is present.</exception>
    public IoPageTable(Pfn root, IoPageSizes sizes)
    {
        if (sizes.Granule != PageSize.Size4KiB || (sizes.Bitmap & ~IoPageSizes.UpTo1GiB.Bitmap) != 0)
        {
            throw new ArgumentException("leaves are 4 KiB and optionally 2 MiB and 1 GiB", nameof(sizes));
        }

        _sizes = sizes;
        _root.Place(root, 0);
        _pages.Add(root.Value, _root);
    }

    public Pfn Root => _root.Frame;

    public IoPageSizes PageSizes => _sizes;

    /// <summary>Table pages in use, the root among them.</summary>
    public int TablePages => _pages.Count;

    public ulong MappedBytes { get; private set; }

    public long LeafCount(PageSize size) => _leaves[IoLevel.Of(size)];

    /// <summary>What a walker finds in one slot of one table frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such slot.</exception>
    public IoEntry ReadEntry(Pfn table, int level, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, IoLevel.Entries);
        return _pages.TryGetValue(table.Value, out IoTablePage? page) && page.Level == level
            ? IoPte.Decode(page.Slots[index], level)
            : IoEntry.Freed;
    }

    /// <summary>Where an address leads, read from the table itself (iova_to_phys).</summary>
    public bool TryTranslate(Iova iova, out IoTranslation translation)
    {
        translation = default;
        if (iova > IoLevel.AddressLast)
        {
            return false;
        }

        IoTablePage page = _root;
        int index = page.IndexOf(iova.Value);
        while (page.Level > IoLevel.Leaf && page.Children[index] is { } child)
        {
            page = child;
            index = page.IndexOf(iova.Value);
        }

        ulong pte = page.Slots[index];
        if (pte == 0)
        {
            return false;
        }

        PageSize size = IoLevel.PageSizeOf(page.Level);
        PhysAddr phys = new(IoPte.PhysOf(pte) | (iova.Value & size.OffsetMask));
        translation = new IoTranslation(phys, IoPte.ProtOf(pte), size);
        return true;
    }

    /// <summary>The lowest known table at or above a level that covers an address: a recent one, or the root.</summary>
    private IoTablePage Nearest(ulong iova, int level)
    {
        for (int at = level; at < IoLevel.Root; at++)
        {
            if (_cursors[at] is { } recent && recent.Covers(iova))
            {
                return recent;
            }
        }

        return _root;
    }

    private void Unlink(IoTablePage page, ICollection<FreedTable> freedTables)
    {
        page.Parent!.Detach(page);
        _pages.Remove(page.Frame.Value);
        if (_cursors[page.Level] == page)
        {
            _cursors[page.Level] = null;
        }

        if (_spares[page.Level].Count < SparesMax)
        {
            _spares[page.Level].Push(page);
        }

        freedTables.Add(new FreedTable(page.Frame, page.Level));
    }

    private void CountLeaves(int level, int leaves)
    {
        _leaves[level] += leaves;
        ulong bytes = (ulong)Math.Abs(leaves) << IoLevel.EntrySizeLog2(level);
        MappedBytes = leaves > 0 ? MappedBytes + bytes : MappedBytes - bytes;
    }

    private static bool IsTranslatable(Iova iova, ulong lengthBytes) =>
        lengthBytes != 0
        && iova <= IoLevel.AddressLast
        && lengthBytes - 1 <= IoLevel.AddressLast - iova
        && PageSize.Size4KiB.IsAligned(iova.Value | lengthBytes);
}
