namespace PhyrActors.Model;

public sealed partial class IoPageTable
{
    private const int LeafTableSizeLog2 = Pfn.FrameSizeLog2 + IoLevel.EntriesLog2;

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
    /// if only part of them was covered, as in the kernel. A table in the way of a large leaf, empty unless the
    /// format's rules do not care, is replaced and goes to <paramref name="gather"/>, to be released after an
    /// invalidation of all levels. Work grows with runs of leaves in one table page.</remarks>
    /// <returns>EINVAL: empty, not aligned to 4 KiB, outside 48 (input) or the format's (output) bits, or neither
    /// readable nor writable; EADDRINUSE or EEXIST, as the format says: something live is in the way; ENOMEM: the pool
    /// ran dry.</returns>
    public Errno Map(
        Iova iova,
        PhysAddr phys,
        ulong lengthBytes,
        IoProt prot,
        TableFramePool pool,
        IoGather gather)
    {
        if (lengthBytes == Pfn.FrameSizeBytes && TryMapOne(iova.Value, phys.Value, prot))
        {
            return Errno.None;
        }

        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(gather);
        if (!IsTranslatable(iova, lengthBytes)
            || !PageSize.Size4KiB.IsAligned(phys.Value)
            || lengthBytes - 1 > ulong.MaxValue - phys.Value
            || !_format.IsWithinOutput(phys.Value + (lengthBytes - 1))
            || (prot & (IoProt.Read | IoProt.Write)) == IoProt.None)
        {
            return Errno.EINVAL;
        }

        ulong done = 0;
        while (done < lengthBytes)
        {
            PageSize size = _sizes.Choose(iova + done, phys + done, lengthBytes - done, out ulong count);
            Errno errno = MapRun(iova + done, phys + done, size, count, prot, pool, gather, ref done);
            if (errno != Errno.None)
            {
                Unmap(iova, done, pool, gather);
                return errno;
            }
        }

        return Errno.None;
    }

    /// <summary>One 4 KiB leaf into an empty slot of the table used last.</summary>
    private bool TryMapOne(ulong iova, ulong phys, IoProt prot)
    {
        if (_cursors[IoLevel.Leaf] is not { } page
            || (iova ^ page.Base) >> LeafTableSizeLog2 != 0
            || ((iova | phys) & (Pfn.FrameSizeBytes - 1)) != 0
            || !_format.IsWithinOutput(phys)
            || (prot & (IoProt.Read | IoProt.Write)) == IoProt.None)
        {
            return false;
        }

        ref ulong slot = ref page.Slots[iova >> Pfn.FrameSizeLog2 & (IoLevel.Entries - 1)];
        if (slot != 0)
        {
            return false;
        }

        slot = _format.Leaf(phys, prot, IoLevel.Leaf);
        _leaves[IoLevel.Leaf]++;
        return true;
    }

    private Errno MapRun(
        Iova iova,
        PhysAddr phys,
        PageSize size,
        ulong count,
        IoProt prot,
        TableFramePool pool,
        IoGather gather,
        ref ulong done)
    {
        int level = IoLevel.Of(size);
        ulong at = 0;
        ulong runBytes = count << size.Log2;
        while (at < runBytes)
        {
            Errno errno = Reach(iova.Value + at, level, pool, out IoTablePage page, out bool isNew);
            if (errno != Errno.None)
            {
                return errno;
            }

            int index = page.IndexOf(iova.Value + at);
            int leaves = (int)Math.Min((runBytes - at) >> size.Log2, (ulong)(IoLevel.Entries - index));
            Span<ulong> slots = page.Slots.AsSpan(index, leaves);
            if (!isNew && slots.ContainsAnyExcept(0UL) && !TryMakeRoom(page, index, leaves, gather))
            {
                return _format.Overlap;
            }

            IoRun.Fill(slots, _format.Leaf(phys.Value + at, prot, level), size.Bytes);
            _leaves[level] += leaves;
            at += (ulong)leaves << size.Log2;
            done += (ulong)leaves << size.Log2;
        }

        return Errno.None;
    }

    /// <summary>Finds or builds the table of a level that holds the entry for an address.</summary>
    private Errno Reach(ulong iova, int level, TableFramePool pool, out IoTablePage page, out bool isNew)
    {
        isNew = false;
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
                return _format.Overlap;
            }
            else if (pool.TryTake(out Pfn frame))
            {
                page = AddTable(page, index, iova, frame);
                isNew = true;
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
        IoTablePage child = _spares[level].TryPop(out IoTablePage? spare) ? spare : new IoTablePage(level, _format);
        child.Place(frame, iova >> IoLevel.TableSizeLog2(level) << IoLevel.TableSizeLog2(level));
        if (!_pages.TryAdd(frame.Value, child))
        {
            throw new InvariantException($"{frame} is already a page of this table");
        }

        parent.Attach(index, child);
        return child;
    }

    /// <summary>Takes tables out of the way of large leaves. Arm's rules look at one entry after the other, and what
    /// went before a live leaf is met stays gone.</summary>
    private bool TryMakeRoom(IoTablePage page, int index, int count, IoGather gather)
    {
        if (page.Level == IoLevel.Leaf
            || (_format.Rules == IoTableRules.GenericPt && !HoldsEmptyTablesOnly(page, index, count)))
        {
            return false;
        }

        for (int i = index; i < index + count; i++)
        {
            if (page.Children[i] is { } child)
            {
                UnlinkTree(child, gather);
                gather.AddTableEntry();
            }
            else if (page.Slots[i] != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HoldsEmptyTablesOnly(IoTablePage page, int index, int count)
    {
        for (int i = index; i < index + count; i++)
        {
            if (page.Slots[i] != 0 && (page.Children[i] is not { } child || !child.IsEmptyTree()))
            {
                return false;
            }
        }

        return true;
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
