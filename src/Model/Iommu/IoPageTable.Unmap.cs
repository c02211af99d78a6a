namespace PhyrActors.Model;

public sealed partial class IoPageTable
{
    /// <summary>Clears the leaves of a range and unlinks the table pages that it covers whole.</summary>
    /// <remarks>A large leaf is never split: a start inside one stops at once, an end inside one removes it whole, so
    /// the answer can exceed the request. A gap stops. <paramref name="freedTables"/> receives the pages, lower
    /// levels first, to be released after an invalidation of all levels.</remarks>
    /// <returns>Bytes unmapped from <paramref name="iova"/> on; 0 for a range that is empty, unaligned or beyond the
    /// table.</returns>
    public ulong Unmap(Iova iova, ulong lengthBytes, ICollection<FreedTable> freedTables)
    {
        ArgumentNullException.ThrowIfNull(freedTables);
        if (!IsTranslatable(iova, lengthBytes))
        {
            return 0;
        }

        ulong end = iova.Value + lengthBytes;
        ulong at = iova.Value;
        while (at < end)
        {
            IoTablePage page = Deepest(at);
            PageSize size = IoLevel.PageSizeOf(page.Level);
            if (!size.IsAligned(at))
            {
                break;
            }

            int index = page.IndexOf(at);
            ulong wanted = ((end - at - 1) >> size.Log2) + 1;
            int leaves = page.LeafRun(index, (int)Math.Min(wanted, (ulong)(IoLevel.Entries - index)));
            if (leaves == 0)
            {
                break;
            }

            page.Slots.AsSpan(index, leaves).Clear();
            CountLeaves(page.Level, -leaves);
            at += (ulong)leaves << size.Log2;
            UnlinkCovered(page, iova.Value, Math.Min(at, end), freedTables);
        }

        return at - iova.Value;
    }

    /// <summary>The lowest table that exists for an address: its slot holds a leaf or nothing.</summary>
    private IoTablePage Deepest(ulong iova)
    {
        IoTablePage page = Nearest(iova, IoLevel.Leaf);
        while (page.Level > IoLevel.Leaf && page.Children[page.IndexOf(iova)] is { } child)
        {
            page = child;
            _cursors[page.Level] = page;
        }

        return page;
    }

    /// <summary>Unlinks a table, and then its parents, that lie whole in [start, end): all their leaves are
    /// gone.</summary>
    private void UnlinkCovered(IoTablePage page, ulong start, ulong end, ICollection<FreedTable> freedTables)
    {
        IoTablePage candidate = page;
        while (candidate.Parent is { } parent
            && candidate.Base >= start
            && candidate.Base + (1UL << IoLevel.TableSizeLog2(candidate.Level)) <= end)
        {
            Unlink(candidate, freedTables);
            candidate = parent;
        }
    }
}
