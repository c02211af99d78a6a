namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="AddressSpace"/>.</summary>
public static class AddressSpaceProtocol
{
    /// <summary>Reads the entries of one batch of a pin (mm/gup.c:gup_fast_pte_range, or the slow path under the mmap
    /// lock). Goes on as <see cref="FolioManagerProtocol.TakePins"/>; the sender gets
    /// <see cref="GupPinnerProtocol.BatchChecked"/> or <see cref="GupPinnerProtocol.BatchRefused"/>, exactly
    /// once.</summary>
    public sealed record ReadPtes(long Pin, VirtAddr Start, ulong LengthBytes, FollFlags Flags, bool Slow)
    {
        /// <summary>Of a <see cref="MmuNotifierProtocol.RangeFault"/>: the notifier; the entries are the answer, and
        /// nothing is taken. 0 for a pin.</summary>
        public long Notifier { get; init; }
    }

    /// <summary>Compares the entries again after the pins were taken.</summary>
    /// <param name="Batch">The batch.</param>
    /// <param name="WriteProtectSeq">What it was when the entries were read.</param>
    /// <param name="Entries">The entries as they were.</param>
    /// <param name="Taken">The pins taken, from the first entry on.</param>
    /// <param name="Errno">Why no more were taken: EAGAIN, the folio is gone; ENOMEM, it cannot be pinned; EREMOTEIO,
    /// memory of a device that was not asked for.</param>
    public sealed record Recheck(
        ReadPtes Batch,
        ulong WriteProtectSeq,
        ReadOnlyMemory<PteRun> Entries,
        ReadOnlyMemory<PinnedRun> Taken,
        Errno Errno)
    {
        /// <summary>Among them are folios that may not be pinned for long.</summary>
        public bool NeedsMigration { get; init; }
    }

    /// <summary>A page that must not be written in place is the writer's own now, or has a copy at
    /// <paramref name="Frame"/> (mm/memory.c:do_wp_page).</summary>
    public sealed record CowResolved(ReadPtes Batch, PteRun Entry, Pfn Frame, Errno Errno);

    /// <summary>The page that an absent entry leads to from now on (mm/memory.c:handle_pte_fault).</summary>
    /// <param name="Batch">Who needs it.</param>
    /// <param name="At">The page.</param>
    /// <param name="Frame">Its frame.</param>
    /// <param name="Kind">Which flags the entry gets.</param>
    /// <param name="Errno">ENOMEM: there is none.</param>
    public sealed record FaultedIn(ReadPtes Batch, VirtAddr At, Pfn Frame, PteFlags Kind, Errno Errno);

    /// <summary>The page of a file that an address shows (mm/memory.c:finish_fault).</summary>
    /// <param name="Batch">Who needs it.</param>
    /// <param name="At">The page's address.</param>
    /// <param name="Page">The file's page.</param>
    /// <param name="Frame">Its frame.</param>
    /// <param name="IsNew">The folio counts a mapping more; else the entry was there and may be written now.</param>
    /// <param name="Errno">EFAULT: beyond the end of the file; ENOMEM: there is no memory.</param>
    public sealed record FileFaulted(
        ReadPtes Batch, VirtAddr At, FilePage Page, Pfn Frame, bool IsNew, Errno Errno);

    /// <summary>Visits the entries that lead to pages of a file (mm/rmap.c:rmap_walk_file); answered by
    /// <see cref="FolioManagerProtocol.FileWalked"/>.</summary>
    public sealed record WalkFile(long Ticket, FilePage First, ulong Pages, FileVisit Visit);

    /// <summary>A file is known to be mapped so, and what waited for that goes on.</summary>
    public sealed record MappingsSet(object? Then);

    /// <summary>Faults one page in as a store of the process, or a load, would (mm/memory.c:handle_mm_fault); answered
    /// by <see cref="Populated"/>.</summary>
    public sealed record Populate(VirtAddr At, bool Write);

    public sealed record Populated(VirtAddr At, Errno Errno);

    /// <summary>Drops the pages of a range, mapping and all if asked (mm/madvise.c:madvise_dontneed_single_vma,
    /// mm/vma.c:do_vmi_munmap); answered by <see cref="Zapped"/>.</summary>
    public sealed record Zap(VirtAddr Start, ulong LengthBytes, bool Unmap)
    {
        /// <summary>It waits for nobody who mirrors the range, and does nothing where it would have to: EAGAIN
        /// (mm/oom_kill.c:__oom_reap_task_mm).</summary>
        public bool MayBlock { get; init; } = true;
    }

    public sealed record Zapped(VirtAddr Start, Errno Errno);

    /// <summary>Maps memory where there is none (mm/mmap.c:do_mmap with MAP_FIXED_NOREPLACE); answered by
    /// <see cref="Mmapped"/>.</summary>
    public sealed record Mmap(VirtAddr Start, ulong LengthBytes, VmaFlags Flags)
    {
        /// <summary>What is mapped, with <see cref="VmaFlags.Shared"/>; null for anonymous memory.</summary>
        public VmaFile? File { get; init; }
    }

    public sealed record Mmapped(VirtAddr Start, Errno Errno);

    /// <summary>Moves a mapping and its pages to a place where there is none (mm/mremap.c:mremap_to); answered by
    /// <see cref="Mremapped"/>. EFAULT: that is not one mapping; ENOMEM: there may be too many parts meanwhile; EEXIST:
    /// something is there.</summary>
    public sealed record Mremap(VirtAddr From, ulong LengthBytes, VirtAddr To);

    public sealed record Mremapped(VirtAddr To, Errno Errno);

    /// <summary>The folios know where their mappings are by now.</summary>
    public sealed record MappingsMoved;

    /// <summary>Moves a page to an address that has none (UFFDIO_MOVE, mm/userfaultfd.c:move_pages); answered by
    /// <see cref="UserfaultMoveDone"/>. EBUSY: it is pinned, or not the process's alone, or a part of a large
    /// folio, which the kernel splits first; EEXIST, ENOENT: a page is where none should be, or none is there; EAGAIN:
    /// something else is done to it; EINVAL: not such memory.</summary>
    public sealed record UserfaultMove(VirtAddr From, VirtAddr To);

    public sealed record UserfaultMoveDone(VirtAddr From, Errno Errno);

    /// <summary>Whether a page that was taken away may be put elsewhere.</summary>
    public sealed record MoveDecided(long Ticket, Errno Errno);

    /// <summary>Has the next access to a page fault, to learn where it is used from (mm/mempolicy.c:change_prot_numa);
    /// answered by <see cref="NumaHinted"/>. EBUSY: the page is pinned, or shared; EAGAIN: the mmap lock is held, or
    /// the entry changed; EFAULT: there is none.</summary>
    public sealed record HintNuma(VirtAddr At);

    public sealed record NumaHinted(VirtAddr At, Errno Errno);

    /// <summary>Whether a page may be hinted at.</summary>
    public sealed record HintDecided(long Ticket, Errno Errno);

    /// <summary>Lets two pages of equal content share one frame (mm/ksm.c:try_to_merge_one_page): answered by
    /// <see cref="Merged"/>, with EBUSY while a page is pinned.</summary>
    public sealed record Merge(VirtAddr Kept, VirtAddr Other);

    public sealed record Merged(VirtAddr Kept, Errno Errno);

    /// <summary>Has the 2 MiB around an address copied to one folio and mapped by one entry (mm/khugepaged.c:
    /// collapse_huge_page): answered by <see cref="Collapsed"/>.</summary>
    public sealed record Collapse(VirtAddr At);

    /// <summary>EAGAIN: something holds one of the pages, such as a pin. EINVAL: they are not all there, or one folio
    /// already. ENOMEM: there is no such folio.</summary>
    public sealed record Collapsed(VirtAddr At, Errno Errno);

    /// <summary>The pages are in one folio now; on an error they are where they were.</summary>
    public sealed record CopiedToOne(Pfn Frame, Errno Errno);

    /// <summary>Whether a page may be shared from now on (include/linux/rmap.h:__folio_try_share_anon_rmap).</summary>
    public sealed record ShareDecided(long Ticket, Errno Errno);

    /// <summary>Starts another program: everything mapped goes, and the same layout comes back empty (fs/exec.c:
    /// exec_mmap); answered by <see cref="Execed"/>.</summary>
    public sealed record Exec;

    public sealed record Execed;

    /// <summary>Does something to the folio behind an address that takes its mapping away meanwhile; goes on at the
    /// folios, and the sender gets <see cref="FolioManagerProtocol.OperationDone"/>.</summary>
    public sealed record OperateAt(VirtAddr At, RmapOperation Operation);

    /// <summary>Forks the process (mm/mmap.c:dup_mmap): answered by <see cref="Forked"/> or
    /// <see cref="ForkRefused"/>.</summary>
    public sealed record Fork(int ChildProcess);

    public sealed record Forked(int ChildProcess, IActorRef Child);

    /// <summary>ENOMEM: what was copied is given back. ESRCH: the process has ended.</summary>
    public sealed record ForkRefused(int ChildProcess, Errno Errno);

    /// <summary>What became of a batch of the parent's pages.</summary>
    /// <param name="Entries">The parent's entries of the batch.</param>
    /// <param name="Copies">The child's frame for each; the parent's own where it is shared.</param>
    /// <param name="Errno">ENOMEM when memory ran out after <paramref name="Copies"/>.</param>
    public sealed record PagesCopied(ReadOnlyMemory<PteRun> Entries, ReadOnlyMemory<Pfn> Copies, Errno Errno);

    /// <summary>Migrates the folio behind an address (move_pages(2)); goes on at the folios, and the sender gets
    /// <see cref="FolioManagerProtocol.MigrationDone"/>.</summary>
    public sealed record MigrateAt(VirtAddr At);

    /// <summary>Takes the mapping of a folio away for its migration (mm/rmap.c:try_to_migrate); EAGAIN unless the
    /// folio's first frame is mapped there, or while a fork copies.</summary>
    public sealed record UnmapForMigration(long Ticket, VirtAddr At, Pfn Head);

    /// <summary>Takes all mappings of an anonymous folio away, here and in the children (mm/rmap.c:rmap_walk_anon);
    /// answered by <see cref="FolioManagerProtocol.UnmappedEverywhere"/>, with what was found.</summary>
    /// <param name="Ticket">The operation.</param>
    /// <param name="Folio">The folio.</param>
    /// <param name="At">Where its first page is mapped.</param>
    public sealed record UnmapEverywhere(long Ticket, FrameBlock Folio, VirtAddr At);

    /// <summary>Puts the mapping back, to the same or to another folio (mm/migrate.c:remove_migration_ptes).</summary>
    public sealed record RestoreMapping(long Ticket, PteRun Entry, Pfn Frame)
    {
        /// <summary>Present, or what the entry becomes instead.</summary>
        public PteFlags State { get; init; } = PteFlags.Present;

        /// <summary>Pages of the folios that the mapping leads to now, if it was split; 0: as they were.</summary>
        public int PartPages { get; init; }
    }

    /// <summary>Gives everything back and stops (exit_mmap).</summary>
    public sealed record Exit
    {
        /// <summary>Others hold the address space (mmgrab): it stays, empty, and answers by
        /// <see cref="Exited"/>.</summary>
        public bool IsHeld { get; init; }
    }

    public sealed record Exited;

    /// <summary>Mappings given back by the folios.</summary>
    public sealed record MappingsPut
    {
        /// <summary>For which zap; 0: for an exit.</summary>
        public long Zap { get; init; }
    }
}
