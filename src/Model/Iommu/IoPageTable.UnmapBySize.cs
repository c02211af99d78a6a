namespace PhyrActors.Model;

public sealed partial class IoPageTable
{
    /// <summary>One run of equal pages after the other, of sizes that the addresses alone decide (iommu_unmap over
    /// io-pgtable-arm).</summary>
    private ulong UnmapBySize(Iova iova, ulong lengthBytes, TableFramePool pool, IoGather gather)
    {
        ulong done = 0;
        while (done < lengthBytes)
        {
            Iova at = iova + done;
            PageSize size = _sizes.Choose(at, new PhysAddr(at.Value), lengthBytes - done, out ulong count);
            ulong bytes = UnmapRun(at.Value, size, count, pool, gather);
            if (bytes == 0)
            {
                break;
            }

            done += bytes;
        }

        return done;
    }

    /// <summary>Clears entries of one level in one table, up to a gap; whole tables if they stand there.</summary>
    private ulong UnmapRun(ulong iova, PageSize size, ulong count, TableFramePool pool, IoGather gather)
    {
        int level = IoLevel.Of(size);
        if (!TryReachExisting(iova, level, pool, out IoTablePage page))
        {
            return 0;
        }

        int first = page.IndexOf(iova);
        int end = first + (int)Math.Min(count, (ulong)(IoLevel.Entries - first));
        int at = first;
        while (at < end)
        {
            int leaves = page.LeafRun(at, end - at);
            page.Slots.AsSpan(at, leaves).Clear();
            _leaves[level] -= leaves;
            at += leaves;
            if (at == end || level == IoLevel.Leaf || page.Children[at] is not { } child)
            {
                break;
            }

            UnlinkTree(child, gather);
            gather.AddTableEntry();
            at++;
        }

        gather.AddEntries(at - first, size);
        return (ulong)(at - first) << size.Log2;
    }

    /// <summary>Finds the table of a level for an address, splitting the large leaves above it; false at a gap or
    /// when no page is left to split with.</summary>
    private bool TryReachExisting(ulong iova, int level, TableFramePool pool, out IoTablePage page)
    {
        page = Nearest(iova, level);
        while (page.Level > level)
        {
            int index = page.IndexOf(iova);
            if (page.Children[index] is { } child)
            {
                page = child;
            }
            else if (page.Slots[index] != 0 && pool.TryTake(out Pfn frame))
            {
                page = Split(page, index, iova, frame);
            }
            else
            {
                return false;
            }

            _cursors[page.Level] = page;
        }

        return true;
    }

    /// <summary>Puts a table of 512 smaller leaves into the place of a large one.</summary>
    private IoTablePage Split(IoTablePage parent, int index, ulong iova, Pfn frame)
    {
        ulong pte = parent.Slots[index];
        IoTablePage child = AddTable(parent, index, iova, frame);
        ulong first = _format.Leaf(_format.PhysOf(pte), _format.ProtOf(pte), child.Level);
        IoRun.Fill(child.Slots, first, IoLevel.PageSizeOf(child.Level).Bytes);
        _leaves[parent.Level]--;
        _leaves[child.Level] += IoLevel.Entries;
        return child;
    }
}
