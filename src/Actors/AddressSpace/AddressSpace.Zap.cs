using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>What a process does to its own mappings: madvise(MADV_DONTNEED) under the mmap lock for reading, munmap
/// and mmap for writing.</summary>
public sealed partial class AddressSpace
{
    private readonly Dictionary<long, ZapInProgress> _zaps = [];
    private long _zapNumbers;

    private void OnZap(Zap zap)
    {
        if (!zap.MayBlock && !_mmapLock.IsReadable)
        {
            Sender.Tell(new Zapped(zap.Start, Errno.EAGAIN));
            return;
        }

        bool granted = zap.Unmap ? _mmapLock.TryWrite(zap, Sender) : _mmapLock.TryRead(zap, Sender);
        if (granted)
        {
            BeginZap(zap);
        }
    }

    private void BeginZap(Zap zap)
    {
        VirtAddr end = zap.Start + zap.LengthBytes;
        Vma[] detached = zap.Unmap ? [.. _vmas.All.Where(vma => vma.Start < end && zap.Start < vma.End)] : [];
        Errno errno = zap.Unmap ? _vmas.Remove(zap.Start, end) : Errno.None;
        ZapInProgress progress = new(++_zapNumbers, zap, Sender, detached) { Next = zap.Start };
        if (errno != Errno.None)
        {
            EndZap(progress, errno);
            return;
        }

        _zaps.Add(progress.Number, progress);
        Invalidate(new VirtRange(zap.Start, progress.End), new ContinueZap(progress.Number), zap.MayBlock);
    }

    private void ZapWhatIsForgotten(long number, long invalidation, bool isForgotten)
    {
        _zaps[number].Invalidation = invalidation;
        if (isForgotten)
        {
            ZapNext(number);
            return;
        }

        _zaps.Remove(number, out ZapInProgress? zap);
        EndInvalidation(invalidation);
        EndZap(zap!, Errno.EAGAIN);
    }

    private void ZapNext(long number)
    {
        ZapInProgress zap = _zaps[number];
        zap.Next = _pages.NextMapped(zap.Next, zap.End);
        if (zap.Next >= zap.End)
        {
            EndInvalidation(zap.Invalidation);
            UnlinkNext(zap);
            return;
        }

        int runs = _pages.Read(zap.Next, zap.End - zap.Next, _read.AsSpan(0, ForkBatchRuns));
        runs = UpToMigration(runs, new ContinueZap(number));
        if (runs > 0)
        {
            ZapEntries(zap, _read.AsSpan(0, _surroundings.Cut("zap.cut", runs)).ToArray());
        }
    }

    private void ZapEntries(ZapInProgress zap, PteRun[] entries)
    {
        List<PteRun> gone = [];
        List<PteRun> parted = [];
        foreach (PteRun entry in entries)
        {
            int rest = RemainsOf(entry);
            if (entry.HasFolio && rest != 1)
            {
                // A run of which one end is left still counts as one mapping.
                (rest == 0 ? gone : parted).Add(entry);
            }
        }

        ulong pages = (entries[^1].End - zap.Next) >> Pfn.FrameSizeLog2;
        _pages.Unmap(zap.Next, pages);
        Context.System.EventStream.Publish(new EntriesZapped(_process, zap.Next, pages));
        zap.Next = entries[^1].End;
        _folios.Tell(new FolioManagerProtocol.PutMappings(gone.ToArray(), Answer: true)
        {
            Parted = parted.ToArray(),
            Zap = zap.Number,
        });
    }

    /// <summary>How many parts of its run are left when some of it goes: 0 to 2.</summary>
    private int RemainsOf(PteRun part)
    {
        _pages.TryFindRun(part.Start, out PteRun whole);
        return (whole.Start < part.Start ? 1 : 0) + (whole.End > part.End ? 1 : 0);
    }

    /// <summary>free_pgtables: once nothing is mapped any more, whoever walks the file's mappings is told.</summary>
    private void UnlinkNext(ZapInProgress zap)
    {
        if (zap.FilesLeft.TryDequeue(out int file))
        {
            SetMappings(file, Operations.UserOf(zap.Request, _process), new ContinueZap(zap.Number));
            return;
        }

        _zaps.Remove(zap.Number);
        EndZap(zap, Errno.None);
    }

    private void EndZap(ZapInProgress zap, Errno errno)
    {
        _mmapLock.Release(zap.Request, Self);
        zap.Requester.Tell(new Zapped(zap.Request.Start, errno));
    }

    private void OnMmap(Mmap mmap)
    {
        if (_mmapLock.TryWrite(mmap, Sender))
        {
            Map(mmap);
        }
    }

    private void Map(Mmap mmap)
    {
        Errno errno = _hasLeft
            ? Errno.ESRCH
            : _vmas.Add(new Vma(mmap.Start, mmap.Start + mmap.LengthBytes, mmap.Flags, mmap.File));
        if (errno == Errno.None && mmap.File is { } file)
        {
            SetMappings(file.File, Operations.UserOf(mmap, _process), mmap);
        }
        else
        {
            EndMmap(mmap, errno);
        }
    }

    private void EndMmap(Mmap mmap, Errno errno)
    {
        _mmapLock.Release(mmap, Self);
        Sender.Tell(new Mmapped(mmap.Start, errno));
    }

    private sealed record ContinueZap(long Zap);

    /// <summary>How far a zap has come.</summary>
    private sealed class ZapInProgress(long number, Zap request, IActorRef requester, IReadOnlyList<Vma> detached)
    {
        public long Number { get; } = number;

        public Zap Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public long Invalidation { get; set; }

        /// <summary>What is no VMA any more, but still mapped: a walk of a file's mappings finds it.</summary>
        public IReadOnlyList<Vma> Detached { get; } = detached;

        /// <summary>Files whose mappings are fewer now.</summary>
        public Queue<int> FilesLeft { get; } = new(FilesIn(detached));

        public VirtAddr Next { get; set; }

        public VirtAddr End => Request.Start + Request.LengthBytes;
    }
}
