namespace PhyrActors.Model;

public sealed partial class IoPageTable
{
    /// <summary>The most table pages that mapping a range of unknown physical shape can take.</summary>
    public static int TablesNeededMax(Iova iova, ulong lengthBytes) =>
        CountTables(iova, lengthBytes, IoLevel.Leaf, [-1, -1, -1, -1]);

    /// <summary>The most table pages that mapping one physically contiguous range can take: what an empty table takes.
    /// </summary>
    public int TablesNeededMax(Iova iova, PhysAddr phys, ulong lengthBytes)
    {
        Span<long> lastTables = [-1, -1, -1, -1];
        int tables = 0;
        ulong done = 0;
        while (done < lengthBytes)
        {
            PageSize size = _sizes.Choose(iova + done, phys + done, lengthBytes - done, out ulong count);
            ulong runBytes = count << size.Log2;
            tables += CountTables(iova + done, runBytes, IoLevel.Of(size), lastTables);
            done += runBytes;
        }

        return tables;
    }

    /// <summary>Maps a physically contiguous range with the largest leaves that fit.</summary>
    /// <remarks>All or nothing: a refusal leaves no leaf of this call behind. Table pages that the call linked stay
    /// if only part of them was covered, as in the kernel. An empty table in the way of a large leaf is replaced and
    /// goes to <paramref name="freedTables"/>, to be released after an invalidation of all levels. Work grows with
    /// runs of leaves in one table page.</remarks>
    /// <returns>EINVAL: empty, not aligned to 4 KiB, outside 48 (input) or 52 (output) bits, or neither readable nor
    /// writable; EADDRINUSE: a live leaf or a table with leaves is in the way; ENOMEM: the pool ran dry.</returns>
    public Errno Map(
        Iova iova,
        PhysAddr phys,
        ulong lengthBytes,
        IoProt prot,
        TableFramePool pool,
        ICollection<FreedTable> freedTables)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(freedTables);
        if (!IsTranslatable(iova, lengthBytes)
            || !PageSize.Size4KiB.IsAligned(phys.Value)
            || lengthBytes - 1 > ulong.MaxValue - phys.Value
            || !IoPte.FitsFrame(phys.Value + (lengthBytes - 1))
            || (prot & (IoProt.Read | IoProt.Write)) == IoProt.None)
        {
            return Errno.EINVAL;
        }

        ulong done = 0;
        while (done < lengthBytes)
        {
            PageSize size = _sizes.Choose(iova + done, phys + done, lengthBytes - done, out ulong count);
            Errno errno = MapRun(iova + done, phys + done, size, count, prot, pool, freedTables, ref done);
            if (errno != Errno.None)
            {
                Unmap(iova, done, freedTables);
                return errno;
            }
        }

        return Errno.None;
    }

    private Errno MapRun(
        Iova iova,
        PhysAddr phys,
        PageSize size,
        ulong count,
        IoProt prot,
        TableFramePool pool,
        ICollection<FreedTable> freedTables,
        ref ulong done)
    {
        int level = IoLevel.Of(size);
        ulong at = 0;
        ulong runBytes = count << size.Log2;
        while (at < runBytes)
        {
            Errno errno = Reach(iova.Value + at, level, pool, out IoTablePage page);
            if (errno != Errno.None)
            {
                return errno;
            }

            int index = page.IndexOf(iova.Value + at);
            int leaves = (int)Math.Min((runBytes - at) >> size.Log2, (ulong)(IoLevel.Entries - index));
            Span<ulong> slots = page.Slots.AsSpan(index, leaves);
            if (slots.ContainsAnyExcept(0UL) && !TryDropEmptyTables(page, index, leaves, freedTables))
            {
                return Errno.EADDRINUSE;
            }

            IoPte.FillRun(slots, IoPte.Leaf(phys.Value + at, prot, level), size.Bytes);
            CountLeaves(level, leaves);
            at += (ulong)leaves << size.Log2;
            done += (ulong)leaves << size.Log2;
        }

        return Errno.None;
    }

    /// <summary>Finds or builds the table of a level that holds the entry for an address.</summary>
    private Errno Reach(ulong iova, int level, TableFramePool pool, out IoTablePage page)
    {
        page = Nearest(iova, level);
        while (page.Level > level)
        {
            int index = page.IndexOf(iova);
            if (page.Children[index] is { } child)
            {
                page = child;
            }
            else if (page.Slots[index] != 0)
            {
                return Errno.EADDRINUSE;
            }
            else if (pool.TryTake(out Pfn frame))
            {
                page = AddTable(page, index, iova, frame);
            }
            else
            {
                return Errno.ENOMEM;
            }

            _cursors[page.Level] = page;
        }

        return Errno.None;
    }

    private IoTablePage AddTable(IoTablePage parent, int index, ulong iova, Pfn frame)
    {
        int level = parent.Level - 1;
        IoTablePage child = _spares[level].TryPop(out IoTablePage? spare) ? spare : new IoTablePage(level);
        child.Place(frame, iova >> IoLevel.TableSizeLog2(level) << IoLevel.TableSizeLog2(level));
        if (!_pages.TryAdd(frame.Value, child))
        {
            throw new InvariantException($"{frame} is already a page of this table");
        }

        parent.Attach(index, child);
        return child;
    }

    private bool TryDropEmptyTables(IoTablePage page, int index, int count, ICollection<FreedTable> freedTables)
    {
        if (page.Level == IoLevel.Leaf)
        {
            return false;
        }

        for (int i = index; i < index + count; i++)
        {
            if (page.Slots[i] != 0 && (page.Children[i] is not { } child || !child.IsEmptyTree()))
            {
                return false;
            }
        }

        for (int i = index; i < index + count; i++)
        {
            if (page.Children[i] is { } child)
            {
                UnlinkTree(child, freedTables);
            }
        }

        return true;
    }

    private void UnlinkTree(IoTablePage page, ICollection<FreedTable> freedTables)
    {
        for (int i = 0; i < page.Children.Length; i++)
        {
            if (page.Children[i] is { } child)
            {
                UnlinkTree(child, freedTables);
            }
        }

        Unlink(page, freedTables);
    }

    /// <summary>Counts the tables of each level that a run touches and the run before it did not.</summary>
    private static int CountTables(Iova iova, ulong lengthBytes, int leafLevel, Span<long> lastTables)
    {
        long tables = 0;
        for (int level = leafLevel; level < IoLevel.Root; level++)
        {
            long first = (long)(iova.Value >> IoLevel.TableSizeLog2(level));
            long last = (long)((iova.Value + (lengthBytes - 1)) >> IoLevel.TableSizeLog2(level));
            tables += last - Math.Max(first - 1, lastTables[level]);
            lastTables[level] = last;
        }

        return (int)tables;
    }
}
