using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>Small folios made one: the entries of 2 MiB are taken away, the pages copied to one folio, and that is
/// mapped (mm/khugepaged.c:collapse_huge_page, v6.16).</summary>
/// <remarks>Under the mmap lock for writing; fast reads find nothing to take meanwhile.</remarks>
public sealed partial class AddressSpace
{
    private const ulong HugePages = 1UL << BuddyAllocator.PageblockOrder;

    private (Collapse Request, IActorRef Requester, PteRun[] Entries)? _collapse;

    private void OnCollapse(Collapse collapse)
    {
        if (_mmapLock.TryWrite(collapse, Sender))
        {
            BeginCollapse(collapse);
        }
    }

    private void BeginCollapse(Collapse collapse)
    {
        VirtAddr start = new(collapse.At.Value & ~PageSize.Size2MiB.OffsetMask);
        Invalidate(new VirtRange(start, start + (HugePages << Pfn.FrameSizeLog2)), collapse);
    }

    /// <summary>Nobody mirrors the pages by now; what they are is looked at only here, since they may have
    /// moved.</summary>
    private void TakeAwayForCollapse(Collapse collapse, long invalidation)
    {
        VirtAddr start = new(collapse.At.Value & ~PageSize.Size2MiB.OffsetMask);
        VirtAddr end = start + (HugePages << Pfn.FrameSizeLog2);
        Vma? vma = _vmas.Find(start);
        int runs = vma is { File: null } && end <= vma.End ? _pages.Read(start, end - start, _read) : 0;
        PteRun[] entries = _read.AsSpan(0, runs).ToArray();
        bool isWhole = runs > 1
            && entries.Sum(static entry => entry.Pages) == (int)HugePages
            && Array.TrueForAll(entries, static entry => IsOwnPage(entry.Flags));
        if (isWhole)
        {
            _collapse = (collapse, Sender, entries);
            _pages.ReplaceByMigrationEntry(start, HugePages);
        }

        EndInvalidation(invalidation);
        if (!isWhole)
        {
            EndCollapse(collapse, Sender, Errno.EINVAL);
            return;
        }

        _folios.Tell(new FolioManagerProtocol.CopyToOne(start, entries, _process, Self));
    }

    private static bool IsOwnPage(PteFlags flags) =>
        flags.HasFlag(PteFlags.Present | PteFlags.AnonExclusive) && !flags.HasFlag(PteFlags.Special);

    private void OnCopiedToOne(CopiedToOne copied)
    {
        (Collapse request, IActorRef requester, PteRun[] entries) = _collapse!.Value;
        _collapse = null;
        foreach (PteRun entry in entries)
        {
            _pages.Restore(entry.Start, (ulong)entry.Pages, entry.Frame);
        }

        if (copied.Errno == Errno.None)
        {
            VirtAddr start = entries[0].Start;
            bool isWritable = Array.TrueForAll(entries, static entry => entry.Flags.HasFlag(PteFlags.Writable));
            PteFlags writable = isWritable ? PteFlags.Writable : PteFlags.None;
            _pages.Unmap(start, HugePages);
            _pages.Map(
                start, copied.Frame, HugePages, PteFlags.Present | PteFlags.AnonExclusive | PteFlags.Huge | writable);
            foreach (PteRun entry in entries)
            {
                Pfn frame = copied.Frame + ((entry.Start - start) >> Pfn.FrameSizeLog2);
                Context.System.EventStream.Publish(new EntryReplaced(_process, entry, frame));
            }
        }

        WakeMigrationWaiters();
        EndCollapse(request, requester, copied.Errno);
    }

    private void EndCollapse(Collapse collapse, IActorRef requester, Errno errno)
    {
        _mmapLock.Release(collapse, Self);
        requester.Tell(new Collapsed(collapse.At, errno));
    }
}
