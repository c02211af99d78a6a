namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="GupPinner"/>.</summary>
public static class GupPinnerProtocol
{
    /// <summary>Pins a range for long (drivers/infiniband/core/umem.c:ib_umem_get): answered by <see cref="Pinned"/>,
    /// or by <see cref="PinRefused"/> with nothing pinned or charged.</summary>
    /// <param name="Number">The caller's number of the pin; the answers carry it.</param>
    /// <param name="Start">A page's first byte.</param>
    /// <param name="LengthBytes">Whole pages.</param>
    /// <param name="Flags">What for.</param>
    public sealed record Pin(long Number, VirtAddr Start, ulong LengthBytes, FollFlags Flags)
    {
        /// <summary>Makes the storage that is to be filled as well; null: none.</summary>
        public Func<ICpuSink>? Sink { get; init; }

        /// <summary>The caller has an account of its own: nothing is charged here.</summary>
        public bool IsChargedElsewhere { get; init; }
    }

    /// <param name="Pin">The caller's number.</param>
    /// <param name="Range">The pin's own list, by which it is given back.</param>
    public sealed record Pinned(long Pin, RangeCpu Range)
    {
        /// <summary>The storage that was asked for, filled with the same memory.</summary>
        public IRangeStorage<CpuRange>? Storage { get; init; }
    }

    /// <summary>Takes pins, a page each, and gives an array of pages (mm/gup.c:pin_user_pages_fast): answered by
    /// <see cref="PagesTaken"/>. Nothing is charged. With <see cref="FollFlags.SplitPmd"/> it is pin_user_pages, which
    /// has no fast path. EOVERFLOW: the range wraps around.</summary>
    public sealed record PinUserPages(long Number, VirtAddr Start, ulong LengthBytes, FollFlags Flags);

    /// <summary>The same with ordinary references (mm/gup.c:get_user_pages_fast).</summary>
    public sealed record GetUserPages(long Number, VirtAddr Start, ulong LengthBytes, FollFlags Flags);

    /// <summary>The pages taken, which may be fewer than asked for: exactly these are to be given back.</summary>
    /// <param name="Pin">The caller's number.</param>
    /// <param name="Pages">One entry each.</param>
    /// <param name="Errno">Only where there are none.</param>
    public sealed record PagesTaken(long Pin, ReadOnlyMemory<Pfn> Pages, Errno Errno);

    /// <summary>Gives pages back, those of a get too (mm/gup.c:unpin_user_pages_dirty_lock, include/linux/mm.h:
    /// put_page); entries that are null are passed over. Answered by <see cref="Unpinned"/>.</summary>
    public sealed record UnpinUserPages(long Pin, ReadOnlyMemory<Pfn?> Pages, bool Dirty);

    /// <summary>Pins bytes, which need not be whole pages, and gives them as ranges: for callers that need no fast
    /// path. Answered by <see cref="Pinned"/> or <see cref="PinRefused"/>; nothing is charged.</summary>
    /// <remarks>Named by M. Wilcox (Phyr Starter, linux-mm, January 2022); the kernel has no such call.</remarks>
    public sealed record GetUserRange(long Number, VirtAddr Start, ulong LengthBytes, FollFlags Flags)
    {
        /// <summary>Makes the storage that is to be filled as well; null: none.</summary>
        public Func<ICpuSink>? Sink { get; init; }
    }

    /// <summary>Pins the folios of a file in memory that hold its bytes from <paramref name="Start"/> to
    /// <paramref name="End"/>, once each (mm/gup.c:memfd_pin_folios): answered by <see cref="FoliosPinned"/>, or by
    /// <see cref="PinRefused"/> with nothing pinned. EINVAL: not such a file, or not bytes of it. No mm is asked, and
    /// nothing is charged.</summary>
    /// <param name="Number">The caller's number of the pin.</param>
    /// <param name="File">The file.</param>
    /// <param name="Start">The first byte.</param>
    /// <param name="End">The last byte, inclusive.</param>
    /// <param name="FoliosMax">How many folios at most; the end is not reached where there are more.</param>
    public sealed record MemfdPinFolios(long Number, int File, ulong Start, ulong End, int FoliosMax);

    /// <summary>The same for all of the bytes, with a pin a page in the end (mm/gup.c:memfd_pin_folios and
    /// folio_add_pins, drivers/iommu/iommufd/pages.c:pin_memfd_pages): answered by <see cref="Pinned"/> or
    /// <see cref="PinRefused"/>.</summary>
    public sealed record PinMemfdPages(long Number, int File, ulong Start, ulong LengthBytes);

    /// <param name="Pin">The caller's number.</param>
    /// <param name="Folios">In the order of the file, one pin on each.</param>
    /// <param name="OffsetBytes">Where in the first folio the first byte is.</param>
    public sealed record FoliosPinned(long Pin, ReadOnlyMemory<FrameBlock> Folios, ulong OffsetBytes);

    /// <summary>Gives a pin of each folio back (mm/gup.c:unpin_folios); answered by <see cref="Unpinned"/>.</summary>
    public sealed record UnpinFolios(long Pin, ReadOnlyMemory<FrameBlock> Folios);

    /// <summary>The process starts another program once no pin is under way (fs/exec.c:de_thread waits for other
    /// threads): live pins stay, with their charge at the old mm. Answered by <see cref="Execed"/>.</summary>
    public sealed record Exec;

    public sealed record Execed
    {
        /// <summary>ESRCH: the process has ended.</summary>
        public Errno Errno { get; init; }
    }

    /// <summary>Ends the process, once no call of it is under way, with its pins alive (kernel/exit.c:exit_mm);
    /// answered by <see cref="ProcessEnded"/>, at once where it has ended. Calls that come later find no
    /// memory.</summary>
    public sealed record EndProcess;

    public sealed record ProcessEnded;

    /// <summary>Nothing is pinned or charged. EOPNOTSUPP: the storage that was to be filled cannot hold what lies
    /// there.</summary>
    public sealed record PinRefused(long Pin, Errno Errno);

    /// <summary>Marks dirty if asked, gives the pins back and takes the charge back (ib_umem_release); answered by
    /// <see cref="Unpinned"/>.</summary>
    public sealed record Unpin(long Pin, RangeCpu Range, bool Dirty);

    public sealed record Unpinned(long Pin);

    /// <summary>Gives back the pins of chunks <c>[FirstChunk, FirstChunk + Chunks)</c> of a range, each chunk once
    /// (mm/gup.c:unpin_user_page_range_dirty_lock); answered by <see cref="PartUnpinned"/>. The pin is over with the
    /// last of its chunks.</summary>
    public sealed record UnpinPart(long Pin, RangeCpu Range, int FirstChunk, int Chunks, bool Dirty);

    public sealed record PartUnpinned(long Pin, int FirstChunk, int Chunks);

    /// <summary>The address space compared a batch after its pins were taken.</summary>
    /// <param name="Batch">The batch.</param>
    /// <param name="Taken">The pins taken.</param>
    /// <param name="Good">How many of them, from the first, are good; the others are to be dropped.</param>
    /// <param name="NeedsSlowPath">What follows the good ones needs the slow path.</param>
    public sealed record BatchChecked(
        AddressSpaceProtocol.ReadPtes Batch, ReadOnlyMemory<PinnedRun> Taken, int Good, bool NeedsSlowPath)
    {
        /// <summary>Among the pins taken are folios that may not be pinned for long.</summary>
        public bool NeedsMigration { get; init; }
    }

    /// <summary>The slow path failed.</summary>
    public sealed record BatchRefused(AddressSpaceProtocol.ReadPtes Batch, Errno Errno);
}
