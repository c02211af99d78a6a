namespace PhyrActors.Model;

public sealed partial class IoPageTable
{
    /// <summary>Clears the leaves of a range.</summary>
    /// <remarks>What happens to a large leaf or a table that the range cuts is up to the format's
    /// <see cref="IoTableRules"/>; a gap stops either way. <paramref name="gather"/> receives the pages unlinked, lower
    /// levels first, to be released after an invalidation of all levels; <paramref name="pool"/> lends pages for large
    /// leaves that are split, and a dry pool stops.</remarks>
    /// <returns>Bytes unmapped from <paramref name="iova"/> on; 0 for a range that is empty, unaligned or beyond the
    /// table.</returns>
    public ulong Unmap(Iova iova, ulong lengthBytes, TableFramePool pool, IoGather gather)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(gather);
        if (!IsTranslatable(iova, lengthBytes))
        {
            return 0;
        }

        return _format.Rules == IoTableRules.GenericPt
            ? UnmapWhole(iova, lengthBytes, gather)
            : UnmapBySize(iova, lengthBytes, pool, gather);
    }

    /// <summary>Never splits: a start inside a large leaf stops at once, an end inside one removes it whole, so the
    /// answer can exceed the request. Tables that the range covers go too.</summary>
    private ulong UnmapWhole(Iova iova, ulong lengthBytes, IoGather gather)
    {
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
            _leaves[page.Level] -= leaves;
            gather.AddEntries(leaves, size);
            at += (ulong)leaves << size.Log2;
            UnlinkCovered(page, iova.Value, Math.Min(at, end), gather);
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
    private void UnlinkCovered(IoTablePage page, ulong start, ulong end, IoGather gather)
    {
        IoTablePage candidate = page;
        while (candidate.Parent is { } parent
            && candidate.Base >= start
            && candidate.Base + (1UL << IoLevel.TableSizeLog2(candidate.Level)) <= end)
        {
            Unlink(candidate, gather);
            candidate = parent;
        }
    }
}
