namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="FolioManager"/>.</summary>
public static class FolioManagerProtocol
{
    /// <summary>The name under which it tells how many frames nobody has.</summary>
    public const string FreeFramesFact = "free frames";

    /// <summary>Takes a pin on each entry's folio (mm/gup.c:try_grab_folio_fast); goes on as
    /// <see cref="AddressSpaceProtocol.Recheck"/>.</summary>
    public sealed record TakePins(
        AddressSpaceProtocol.ReadPtes Batch,
        ulong WriteProtectSeq,
        ReadOnlyMemory<PteRun> Entries,
        IActorRef AddressSpace);

    /// <summary>Takes one pin on each folio of a file's pages from <paramref name="First"/> on, as many as there are in
    /// a row, and has the first made where there is none; answered by <see cref="FoliosTaken"/>.</summary>
    /// <param name="Pin">For which pin.</param>
    /// <param name="File">The file.</param>
    /// <param name="First">The first page.</param>
    /// <param name="Last">The last page, inclusive.</param>
    /// <param name="FoliosMax">How many folios at most.</param>
    /// <param name="IsFirst">The file's size is yet to be looked at.</param>
    public sealed record TakeFolios(long Pin, int File, ulong First, ulong Last, int FoliosMax, bool IsFirst);

    /// <param name="Pin">For which pin.</param>
    /// <param name="Runs">The folios' first pages, with one pin each.</param>
    /// <param name="FirstPage">Where in the file the first of them begins, in pages.</param>
    /// <param name="Next">The first page behind them.</param>
    /// <param name="Errno">EINVAL: not such a file, or behind its end; ENOMEM: no page could be made.</param>
    public sealed record FoliosTaken(
        long Pin, ReadOnlyMemory<PinnedRun> Runs, ulong FirstPage, ulong Next, Errno Errno)
    {
        /// <summary>Among them are folios that may not be pinned for long.</summary>
        public bool NeedsMigration { get; init; }
    }

    /// <summary>Makes one pin a folio one a page (mm/gup.c:folio_add_pins); answered by
    /// <see cref="PinsAdded"/>.</summary>
    public sealed record AddPins(long Pin, ReadOnlyMemory<PinnedRun> Folios, ReadOnlyMemory<PinnedRun> Pages);

    public sealed record PinsAdded(long Pin, ReadOnlyMemory<PinnedRun> Runs);

    /// <summary>Gives back pins that were never handed out; answered by <see cref="PinsDropped"/>.</summary>
    public sealed record DropPins(long Pin, ReadOnlyMemory<PinnedRun> Runs)
    {
        /// <summary>They are ordinary references.</summary>
        public bool IsGet { get; init; }
    }

    /// <summary>Gives a whole batch back and moves what may not be pinned for long to where it may (mm/gup.c:
    /// migrate_longterm_unpinnable_folios); answered by <see cref="UnpinnableMigrated"/>.</summary>
    public sealed record MigrateUnpinnable(long Pin, ReadOnlyMemory<PinnedRun> Runs, IActorRef AddressSpace);

    /// <summary>EAGAIN: read and pin the batch again; ENOMEM or EBUSY: it cannot be. Nothing of it is
    /// pinned.</summary>
    public sealed record UnpinnableMigrated(long Pin, Errno Errno)
    {
        /// <summary>A defect: nothing was moved and everything is still pinned.</summary>
        public bool IsKept { get; init; }
    }

    public sealed record PinsDropped(long Pin);

    /// <summary>Gives back the pins of chunks <c>[FirstChunk, FirstChunk + Chunks)</c> (mm/gup.c:
    /// unpin_user_page_range_dirty_lock); answered by <see cref="PinsReleased"/>.</summary>
    public sealed record ReleasePins(long Pin, RangeCpu Range, int FirstChunk, int Chunks, bool Dirty)
    {
        /// <summary>They are ordinary references.</summary>
        public bool IsGet { get; init; }
    }

    /// <summary>Gives pages of an array back, one by one; answered by <see cref="PagesReleased"/>.</summary>
    public sealed record ReleasePages(long Pin, ReadOnlyMemory<Pfn?> Pages, bool Dirty, bool IsGet);

    public sealed record PagesReleased(long Pin);

    public sealed record PinsReleased(long Pin, int FirstChunk, int Chunks);

    /// <summary>Marks pages dirty that a device wrote without a pin (mm/page-writeback.c:set_page_dirty); answered by
    /// <see cref="DirtySet"/>.</summary>
    /// <param name="Request">The caller's number.</param>
    /// <param name="Pages">The pages, each with what keeps it mapped.</param>
    public sealed record SetDirty(long Request, ReadOnlyMemory<KeptPage> Pages);

    public sealed record DirtySet(long Request);

    /// <summary>Gives a writer its own page (mm/memory.c:do_wp_page); answered, to the address space, by
    /// <see cref="AddressSpaceProtocol.CowResolved"/>.</summary>
    public sealed record BreakCow(
        AddressSpaceProtocol.ReadPtes Batch, PteRun Entry, int Process, IActorRef AddressSpace);

    /// <summary>Copies or shares pages for a child (mm/memory.c:copy_present_ptes); answered by
    /// <see cref="AddressSpaceProtocol.PagesCopied"/>.</summary>
    public sealed record CopyPages(
        int ChildProcess, ReadOnlyMemory<PteRun> Entries, bool CopyPinned, IActorRef AddressSpace);

    /// <summary>A page for an absent entry: fresh, or the zero page where that will do; answered, to the address space,
    /// by <see cref="AddressSpaceProtocol.FaultedIn"/> (mm/memory.c:do_anonymous_page, do_swap_page).</summary>
    public sealed record FaultAnon(
        AddressSpaceProtocol.ReadPtes Batch, VirtAddr At, int Process, bool ZeroPageWillDo, IActorRef AddressSpace);

    /// <summary>Finds or makes the page of a file, and counts a mapping of it unless it is mapped there already;
    /// answered, to the address space, by <see cref="AddressSpaceProtocol.FileFaulted"/> (mm/memory.c:do_read_fault,
    /// do_shared_fault, wp_page_shared).</summary>
    /// <param name="Batch">Who needs it.</param>
    /// <param name="At">The page's address.</param>
    /// <param name="Process">Whose.</param>
    /// <param name="Page">The file's page.</param>
    /// <param name="Write">It will be written: the file system is told, and the folio is dirty.</param>
    /// <param name="Present">The frame that the entry leads to; null where there is none.</param>
    /// <param name="AddressSpace">The address space.</param>
    public sealed record FaultFile(
        AddressSpaceProtocol.ReadPtes Batch,
        VirtAddr At,
        int Process,
        FilePage Page,
        bool Write,
        Pfn? Present,
        IActorRef AddressSpace);

    /// <summary>The mappings of a locked folio in one address space were visited: these are gone.</summary>
    public sealed record FileWalked(long Ticket, ReadOnlyMemory<PteRun> Unmapped);

    /// <summary>An address space maps a file by so many VMAs from now on (mm/vma.c:vma_link_file, unlink_file_vma);
    /// answered, to the address space, by <see cref="AddressSpaceProtocol.MappingsSet"/>.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Vmas">How many; 0: it is asked about the file no more.</param>
    /// <param name="By">What it is part of.</param>
    /// <param name="Then">What goes on when it is answered; null for nothing.</param>
    /// <param name="AddressSpace">The address space.</param>
    public sealed record SetMappings(int File, int Vmas, TokenUser By, object? Then, IActorRef AddressSpace);

    /// <summary>Sets the size of a file, and has what lies behind it leave the page cache, pinned or not (mm/shmem.c:
    /// shmem_setattr, mm/truncate.c:truncate_setsize); answered by <see cref="Truncated"/>.</summary>
    public sealed record Truncate(int File, ulong SizePages);

    /// <summary>Has pages of a file leave the page cache, pinned or not (mm/shmem.c:shmem_fallocate with
    /// FALLOC_FL_PUNCH_HOLE); answered by <see cref="Truncated"/>.</summary>
    public sealed record PunchHole(int File, ulong First, ulong Pages);

    /// <summary>Writes the folio of a page to the disk if it is dirty (fs/fs-writeback.c:writeback_single_inode);
    /// answered by <see cref="WrittenBack"/>.</summary>
    public sealed record WriteBack(FilePage Page);

    /// <summary>Files that have a disk are written by this driver (<see cref="BlockDriver"/>).</summary>
    public sealed record AddDisk(IActorRef Disk);

    /// <summary>EINVAL: the file has no disk; EIO: the disk failed, and the page is dirty as before.</summary>
    public sealed record WrittenBack(FilePage Page, Errno Errno);

    /// <summary>EINVAL: there is no such file.</summary>
    public sealed record Truncated(int File, Errno Errno);

    /// <summary>Gives mappings back; answered by <see cref="AddressSpaceProtocol.MappingsPut"/> if asked.</summary>
    public sealed record PutMappings(ReadOnlyMemory<PteRun> Entries, bool Answer)
    {
        /// <summary>Mappings of which the middle went, so that they are two now.</summary>
        public ReadOnlyMemory<PteRun> Parted { get; init; }

        /// <summary>For which zap; 0: for an exit.</summary>
        public long Zap { get; init; }
    }

    /// <summary>Whether an entry that was taken away may be put back for others to share; answered by
    /// <see cref="AddressSpaceProtocol.ShareDecided"/>.</summary>
    public sealed record TryShare(long Ticket, PteRun Entry);

    /// <summary>Lets an address map a folio that is mapped elsewhere already; answered by
    /// <see cref="AddressSpaceProtocol.ShareDecided"/>.</summary>
    public sealed record ShareMapping(long Ticket, PteRun Kept, int Process, VirtAddr At);

    /// <summary>Mappings of a process are elsewhere by now (mm/mremap.c:move_page_tables); answered by
    /// <see cref="AddressSpaceProtocol.MappingsMoved"/> if asked.</summary>
    /// <param name="Process">Whose.</param>
    /// <param name="Entries">As they were.</param>
    /// <param name="To">Where the first of them is now; the others keep their distance.</param>
    /// <param name="Answer">Whether to answer.</param>
    public sealed record MoveMappings(int Process, ReadOnlyMemory<PteRun> Entries, VirtAddr To, bool Answer)
    {
        /// <summary>Mappings that are one more now, since they were moved in part, or lie over a border.</summary>
        public ReadOnlyMemory<PteRun> Parted { get; init; }
    }

    /// <summary>Whether an entry that was taken away may be put at another address, and if so that it will be
    /// (mm/userfaultfd.c:move_present_pte); answered by <see cref="AddressSpaceProtocol.MoveDecided"/>.</summary>
    public sealed record TryMove(long Ticket, PteRun Entry, int Process, VirtAddr To);

    /// <summary>Whether a page may be hinted at; those of private mappings not while they are pinned or shared
    /// (mm/mprotect.c:change_pte_range); answered by <see cref="AddressSpaceProtocol.HintDecided"/>.</summary>
    public sealed record CheckHint(long Ticket, PteRun Entry, bool IsCow);

    /// <summary>Copies the pages of 2 MiB to one folio (mm/khugepaged.c:__collapse_huge_page_copy); answered, to the
    /// address space, by <see cref="AddressSpaceProtocol.CopiedToOne"/>.</summary>
    public sealed record CopyToOne(
        VirtAddr Start, ReadOnlyMemory<PteRun> Entries, int Process, IActorRef AddressSpace);

    /// <summary>The kernel takes the block around a frame for good, if it is free (mm/slub.c:allocate_slab); answered
    /// by <see cref="HeldBack"/>.</summary>
    public sealed record HoldBack(Pfn Frame, int Order);

    /// <summary>EBUSY: part of it is in use.</summary>
    public sealed record HeldBack(Pfn Frame, Errno Errno);

    /// <summary>Moves a folio to other frames (mm/migrate.c:migrate_pages); answered by
    /// <see cref="MigrationDone"/>.</summary>
    public sealed record MigrateFolio(Pfn Frame, IActorRef AddressSpace);

    /// <summary>Does something else to a folio whose mapping must go meanwhile; answered by
    /// <see cref="OperationDone"/>.</summary>
    public sealed record OperateOn(Pfn Frame, RmapOperation Operation, IActorRef AddressSpace);

    /// <summary>EAGAIN: something holds the folio; EFAULT: nothing is mapped there; EBUSY: memory failed that others
    /// hold.</summary>
    public sealed record OperationDone(RmapOperation Operation, Errno Errno);

    /// <summary>Empties the 2 MiB of memory around a frame: to have it in one piece (mm/page_alloc.c:
    /// alloc_contig_range), or to take it offline (mm/memory_hotplug.c:offline_pages); answered by
    /// <see cref="Evacuated"/>.</summary>
    public sealed record Evacuate(Pfn Frame, bool Offline, IActorRef AddressSpace);

    /// <summary>EBUSY: something that cannot move lies there.</summary>
    public sealed record Evacuated(Pfn Frame, Errno Errno);

    /// <summary>EAGAIN: something holds the folio; ENOMEM: nowhere to move it.</summary>
    public sealed record MigrationDone(Errno Errno);

    public sealed record UnmappedForMigration(long Ticket, PteRun Entry, Errno Errno);

    /// <summary>The mappings of a folio that were found and taken away.</summary>
    public sealed record UnmappedEverywhere(long Ticket, ReadOnlyMemory<FoundMapping> Mappings);

    public sealed record MappingRestored(long Ticket);

    /// <summary>Lends single frames for page tables; answered by <see cref="FramesLent"/>.</summary>
    public sealed record LendFrames(int Count);

    /// <summary>The frames lent: fewer than asked for when memory ran out.</summary>
    public sealed record FramesLent(ReadOnlyMemory<Pfn> Frames);
}
