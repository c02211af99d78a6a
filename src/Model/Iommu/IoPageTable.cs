namespace PhyrActors.Model;

/// <summary>The table in memory of one domain: what software writes and every unit's walker reads.</summary>
/// <remarks>Shape: four levels of 512 entries; leaves of 4 KiB and, if supported, 2 MiB and 1 GiB. Nothing here
/// invalidates: an unmap hands out what a walker may still hold. Which frame lives how long is its owner's knowledge; a
/// frame that left the table reads as <see cref="IoEntryKind.Freed"/>. Sources: drivers/iommu/generic_pt/iommu_pt.h and
/// drivers/iommu/iommu.c, v7.0.</remarks>
public sealed partial class IoPageTable
{
    /// <summary>Page objects kept for reuse, a level: an unlinked page holds nothing but zeros.</summary>
    private const int SparesMax = 1024;

    private readonly IoPageSizes _sizes;
    private readonly IoTableFormat _format;
    private readonly IoTablePage _root;
    private readonly Dictionary<ulong, IoTablePage> _pages = [];
    private readonly IoTablePage?[] _cursors = new IoTablePage?[IoLevel.Root];
    private readonly Stack<IoTablePage>[] _spares = [new(), new(), new(), new()];
    private readonly long[] _leaves = new long[IoLevel.Root + 1];

    /// <exception cref="ArgumentException">4 KiB is missing, or a size that no level has is present.</exception>
    public IoPageTable(Pfn root, IoPageSizes sizes, IoTableFormat? format = null)
    {
        if (sizes.Granule != PageSize.Size4KiB || (sizes.Bitmap & ~IoPageSizes.UpTo1GiB.Bitmap) != 0)
        {
            throw new ArgumentException("leaves are 4 KiB and optionally 2 MiB and 1 GiB", nameof(sizes));
        }

        (_sizes, _format) = (sizes, format ?? IoTableFormat.VtdSecondStage);
        _root = new IoTablePage(IoLevel.Root, _format);
        _root.Place(root, 0);
        _pages.Add(root.Value, _root);
    }

    public Pfn Root => _root.Frame;

    public IoPageSizes PageSizes => _sizes;

    public IoTableFormat Format => _format;

    /// <summary>Table pages in use, the root among them.</summary>
    public int TablePages => _pages.Count;

    public ulong MappedBytes
    {
        get
        {
            ulong bytes = 0;
            for (int level = IoLevel.Leaf; level < IoLevel.Root; level++)
            {
                bytes += (ulong)_leaves[level] << IoLevel.EntrySizeLog2(level);
            }

            return bytes;
        }
    }

    public long LeafCount(PageSize size) => _leaves[IoLevel.Of(size)];

    /// <summary>What a walker finds in one slot of one table frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such slot.</exception>
    public IoEntry ReadEntry(Pfn table, int level, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, IoLevel.Entries);
        return _pages.TryGetValue(table.Value, out IoTablePage? page) && page.Level == level
            ? _format.Decode(page.Slots[index], level)
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
        while (page.Level > IoLevel.Leaf + 1 && page.Children[page.IndexOf(iova.Value)] is { } child)
        {
            page = child;
        }

        int level = page.Level;
        int index = page.IndexOf(iova.Value);
        ulong[] slots = page.Slots;
        if (level == IoLevel.Leaf + 1 && page.LeafSlots[index] is { } leafSlots)
        {
            (level, slots) = (IoLevel.Leaf, leafSlots);
            index = IoLevel.IndexOf(iova, IoLevel.Leaf);
        }

        ulong pte = slots[index];
        if (pte == 0)
        {
            return false;
        }

        PageSize size = IoLevel.PageSizeOf(level);
        PhysAddr phys = new(_format.PhysOf(pte) | (iova.Value & size.OffsetMask));
        translation = new IoTranslation(phys, _format.ProtOf(pte), size);
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

    /// <summary>Takes an emptied table out of the tree.</summary>
    private void Unlink(IoTablePage page, IoGather gather)
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

        gather.AddFreed(new FreedTable(page.Frame, page.Level));
    }

    /// <summary>Takes a table out of the tree with everything below it, leaves too.</summary>
    private void UnlinkTree(IoTablePage page, IoGather gather)
    {
        int leaves = 0;
        for (int i = 0; i < page.Slots.Length; i++)
        {
            if (page.Level > IoLevel.Leaf && page.Children[i] is { } child)
            {
                UnlinkTree(child, gather);
            }
            else if (page.Slots[i] != 0)
            {
                page.Slots[i] = 0;
                leaves++;
            }
        }

        _leaves[page.Level] -= leaves;
        Unlink(page, gather);
    }

    private static bool IsTranslatable(Iova iova, ulong lengthBytes) =>
        lengthBytes != 0
        && iova <= IoLevel.AddressLast
        && lengthBytes - 1 <= IoLevel.AddressLast - iova
        && PageSize.Size4KiB.IsAligned(iova.Value | lengthBytes);
}
