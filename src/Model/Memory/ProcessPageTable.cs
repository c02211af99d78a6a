namespace PhyrActors.Model;

/// <summary>The page table of a process, kept by run instead of by page.</summary>
/// <remarks>Ranges are given by a first address, a multiple of 4 KiB, and pages of 4 KiB. Changes to a part of a huge
/// entry split it first. Runs are never merged: whether two frames are of one folio is not known here.</remarks>
public sealed class ProcessPageTable
{
    private readonly Dictionary<ulong, PteBlock> _blocks = [];

    /// <summary>Maps pages to consecutive frames of one folio; EEXIST, and nothing done, where an entry is in the
    /// way.</summary>
    /// <param name="start">The first page.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="pages">How many.</param>
    /// <param name="flags">One of the states, and more; with Huge all is in multiples of 2 MiB.</param>
    /// <exception cref="ArgumentException">The flags or the alignment are not so, or a frame is above
    /// 2^48.</exception>
    public Errno Map(VirtAddr start, Pfn frame, ulong pages, PteFlags flags)
    {
        const ulong Frames = 1UL << PteBlock.FrameBits;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame.Value, Frames - Math.Min(pages, Frames), nameof(frame));
        bool isHuge = flags.HasFlag(PteFlags.Huge);
        ulong misaligned = (start.Value >> Pfn.FrameSizeLog2) | frame.Value | pages;
        if (!System.Numerics.BitOperations.IsPow2((int)(flags & PteFlags.States))
            || (isHuge && misaligned % PteBlock.Pages != 0))
        {
            throw new ArgumentException("An entry is in one state, and a huge one is aligned.", nameof(flags));
        }

        Parts parts = new(start, pages);
        while (parts.MoveNext())
        {
            if (_blocks.TryGetValue(parts.Block, out PteBlock? block) && !block.IsEmpty(parts.First, parts.End))
            {
                return Errno.EEXIST;
            }
        }

        parts = new Parts(start, pages);
        while (parts.MoveNext())
        {
            if (!_blocks.TryGetValue(parts.Block, out PteBlock? block))
            {
                _blocks.Add(parts.Block, block = new PteBlock());
            }

            block.Insert(parts.First, parts.End - parts.First, frame + parts.PagesBefore, flags);
        }

        return Errno.None;
    }

    /// <summary>Clears entries; gives how many there were.</summary>
    public ulong Unmap(VirtAddr start, ulong pages)
    {
        ulong cleared = 0;
        Parts parts = new(start, pages);
        while (parts.MoveNext())
        {
            if (!_blocks.TryGetValue(parts.Block, out PteBlock? block))
            {
                continue;
            }

            (int first, int end) = Cut(block, parts);
            for (int run = first; run < end; run++)
            {
                cleared += (ulong)block[run].Pages;
            }

            block.RemoveRange(first, end - first);
            if (block.Count == 0)
            {
                _blocks.Remove(parts.Block);
            }
        }

        return cleared;
    }

    /// <summary>Reads entries from the page of <paramref name="start"/> on, clipped to the bytes asked for in whole
    /// pages, until a page has none, the end, or no room; gives the number of runs. The last run's end says how far
    /// it got.</summary>
    public int Read(VirtAddr start, ulong lengthBytes, Span<PteRun> into)
    {
        ulong page = start.Value >> Pfn.FrameSizeLog2;
        ulong endPage = lengthBytes == 0 ? page : (((start + (lengthBytes - 1)).Value) >> Pfn.FrameSizeLog2) + 1;
        int count = 0;
        while (page < endPage && _blocks.TryGetValue(page / PteBlock.Pages, out PteBlock? block))
        {
            int next = (int)(page % PteBlock.Pages);
            int end = (int)Math.Min(PteBlock.Pages, (ulong)next + (endPage - page));
            for (int index = block.IndexAt(next); next < end; index++)
            {
                if (index == block.Count || count == into.Length)
                {
                    return count;
                }

                (int first, int pages, Pfn frame, PteFlags flags) = block[index];
                if (first > next)
                {
                    return count;
                }

                int taken = Math.Min(first + pages, end) - next;
                VirtAddr at = new(page << Pfn.FrameSizeLog2);
                into[count++] = new PteRun(at, frame + (ulong)(next - first), taken, flags);
                next += taken;
                page += (ulong)taken;
            }
        }

        return count;
    }

    /// <summary>The whole run that holds an address, unclipped: what one fault resolves.</summary>
    public bool TryFindRun(VirtAddr at, out PteRun run)
    {
        (ulong number, ulong offset) = Math.DivRem(at.Value >> Pfn.FrameSizeLog2, (ulong)PteBlock.Pages);
        run = default;
        if (!_blocks.TryGetValue(number, out PteBlock? block))
        {
            return false;
        }

        int index = block.IndexAt((int)offset);
        if (index == block.Count || block[index].First > (int)offset)
        {
            return false;
        }

        (int first, int pages, Pfn frame, PteFlags flags) = block[index];
        run = new PteRun(AddressOf(number, first), frame, pages, flags);
        return true;
    }

    /// <summary>The first address with an entry in <c>[from, end)</c>, or <paramref name="end"/>; steps over holes by
    /// 2 MiB.</summary>
    public VirtAddr NextMapped(VirtAddr from, VirtAddr end)
    {
        VirtAddr at = from;
        while (at < end)
        {
            (ulong number, ulong offset) = Math.DivRem(at.Value >> Pfn.FrameSizeLog2, (ulong)PteBlock.Pages);
            if (_blocks.TryGetValue(number, out PteBlock? block)
                && block.IndexAt((int)offset) is int index && index < block.Count)
            {
                VirtAddr first = AddressOf(number, block[index].First);
                return first < at ? at : first < end ? first : end;
            }

            at = AddressOf(number + 1, 0);
        }

        return end;
    }

    /// <summary>Sets and clears flags of the entries in a range; gives how many there are.</summary>
    public ulong ChangeFlags(VirtAddr start, ulong pages, PteFlags set, PteFlags clear)
    {
        ulong changed = 0;
        Parts parts = new(start, pages);
        while (parts.MoveNext())
        {
            if (!_blocks.TryGetValue(parts.Block, out PteBlock? block))
            {
                continue;
            }

            (int first, int end) = Cut(block, parts);
            for (int run = first; run < end; run++)
            {
                (_, int runPages, Pfn frame, PteFlags flags) = block[run];
                block.Set(run, frame, (flags & ~clear) | set);
                changed += (ulong)runPages;
            }
        }

        return changed;
    }

    private static VirtAddr AddressOf(ulong block, int page) =>
        new(((block * PteBlock.Pages) + (ulong)page) << Pfn.FrameSizeLog2);

    public ulong WriteProtect(VirtAddr start, ulong pages) =>
        ChangeFlags(start, pages, PteFlags.None, PteFlags.Writable);

    /// <summary>Makes present entries migration entries, which keep frame, Writable and AnonExclusive; EFAULT, and
    /// nothing done, where a page has no present entry (try_to_migrate_one, mm/rmap.c, v6.16).</summary>
    public Errno ReplaceByMigrationEntry(VirtAddr start, ulong pages)
    {
        if (!All(start, pages, PteFlags.Present))
        {
            return Errno.EFAULT;
        }

        ChangeFlags(start, pages, PteFlags.Migration, PteFlags.Present);
        return Errno.None;
    }

    /// <summary>Makes migration entries present again, at consecutive frames; EFAULT, and nothing done, where a page
    /// has none (remove_migration_pte, mm/migrate.c, v6.16).</summary>
    public Errno Restore(VirtAddr start, ulong pages, Pfn frame)
    {
        if (!All(start, pages, PteFlags.Migration))
        {
            return Errno.EFAULT;
        }

        Parts parts = new(start, pages);
        while (parts.MoveNext())
        {
            PteBlock block = _blocks[parts.Block];
            (int first, int end) = Cut(block, parts);
            for (int run = first; run < end; run++)
            {
                (int firstPage, _, _, PteFlags flags) = block[run];
                Pfn moved = frame + parts.PagesBefore + (ulong)(firstPage - parts.First);
                PteFlags unaligned = moved.Value % PteBlock.Pages == 0 ? PteFlags.None : PteFlags.Huge;
                PteFlags lost = PteFlags.Migration | PteFlags.ProtNone | unaligned;
                block.Set(run, moved, (flags & ~lost) | PteFlags.Present);
            }
        }

        return Errno.None;
    }

    /// <summary>Makes migration entries entries of another kind that is not present, which lead nowhere; EFAULT, and
    /// nothing done, where a page has none.</summary>
    public Errno ReplaceMigrationEntry(VirtAddr start, ulong pages, PteFlags state)
    {
        if (!All(start, pages, PteFlags.Migration))
        {
            return Errno.EFAULT;
        }

        ChangeFlags(start, pages, state, ~state);
        return Errno.None;
    }

    /// <summary>Makes the huge entry that holds an address 512 small ones; EFAULT where there is none.</summary>
    public Errno SplitPmd(VirtAddr address)
    {
        if (!_blocks.TryGetValue(address.Value >> PageSize.Size2MiB.Log2, out PteBlock? block)
            || !block[0].Flags.HasFlag(PteFlags.Huge))
        {
            return Errno.EFAULT;
        }

        block.Set(0, block[0].Frame, block[0].Flags & ~PteFlags.Huge);
        return Errno.None;
    }

    private bool All(VirtAddr start, ulong pages, PteFlags required)
    {
        Parts parts = new(start, pages);
        while (parts.MoveNext())
        {
            if (!_blocks.TryGetValue(parts.Block, out PteBlock? block))
            {
                return false;
            }

            int next = parts.First;
            for (int index = block.IndexAt(next); next < parts.End; index++)
            {
                if (index == block.Count || block[index].First > next || !block[index].Flags.HasFlag(required))
                {
                    return false;
                }

                next = block[index].First + block[index].Pages;
            }
        }

        return true;
    }

    private static (int First, int End) Cut(PteBlock block, in Parts parts)
    {
        block.CutAt(parts.First);
        int end = block.CutAt(parts.End);
        return (block.IndexAt(parts.First), end);
    }

    /// <summary>A range of pages, cut at the 2 MiB borders.</summary>
    private struct Parts
    {
        private readonly ulong _startPage;
        private readonly ulong _endPage;
        private ulong _nextPage;

        public Parts(VirtAddr start, ulong pages)
        {
            ArgumentOutOfRangeException.ThrowIfZero(pages);
            ArgumentOutOfRangeException.ThrowIfNotEqual(PageSize.Size4KiB.IsAligned(start.Value), true, nameof(start));
            _startPage = _nextPage = start.Value >> Pfn.FrameSizeLog2;
            _endPage = _startPage + pages;
        }

        public ulong Block { get; private set; }

        /// <summary>The part's first page in its block.</summary>
        public int First { get; private set; }

        /// <summary>The page after the part's last.</summary>
        public int End { get; private set; }

        /// <summary>Pages of the range before the part.</summary>
        public ulong PagesBefore { get; private set; }

        public bool MoveNext()
        {
            if (_nextPage == _endPage)
            {
                return false;
            }

            (Block, First) = (_nextPage / PteBlock.Pages, (int)(_nextPage % PteBlock.Pages));
            PagesBefore = _nextPage - _startPage;
            End = (int)Math.Min(PteBlock.Pages, (ulong)First + (_endPage - _nextPage));
            _nextPage += (ulong)(End - First);
            return true;
        }
    }
}
