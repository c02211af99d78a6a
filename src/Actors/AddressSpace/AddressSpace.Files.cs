using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The address space's part in mappings of files, shared and private (mm/memory.c:do_fault, do_cow_fault,
/// mm/rmap.c:rmap_walk_file, v6.16).</summary>
/// <remarks>A private mapping shows the file's own pages until it is written, or pinned for long: then it has a copy,
/// which is anonymous memory. A child faults pages of files in itself: fork copies no entries that a fault would fill
/// in again (vma_needs_copy; the kernel copies those of a private mapping that has copies, too).</remarks>
public sealed partial class AddressSpace
{
    private void FaultFile(ReadPtes batch, FollFlags flags, Vma vma, Pfn? present)
    {
        FilePage page = new(vma.File!.Value.File, vma.FilePage(batch.Start));
        bool write = flags.HasFlag(FollFlags.Write) && vma.Flags.HasFlag(VmaFlags.Shared);
        _folios.Tell(
            new FolioManagerProtocol.FaultFile(batch, batch.Start, _process, page, write, present, Self), Sender);
    }

    private void OnFileFaulted(FileFaulted fault)
    {
        if (fault.Errno != Errno.None)
        {
            RefuseSlow(fault.Batch, fault.Errno);
            return;
        }

        bool isMapped = _pages.TryFindRun(fault.At, out PteRun entry);
        Vma? vma = _vmas.Find(fault.At);
        bool shows = vma?.File is { } file && new FilePage(file.File, vma.FilePage(fault.At)) == fault.Page;
        bool isShared = vma?.Flags.HasFlag(VmaFlags.Shared) ?? false;
        bool write = isShared && fault.Batch.Flags.HasFlag(FollFlags.Write);
        if (fault.IsNew && shows && !isMapped)
        {
            bool needsFault = vma!.Flags.HasFlag(VmaFlags.TracksDirty) && !write;
            bool writable = isShared && vma.Flags.HasFlag(VmaFlags.Write) && !needsFault;
            PteFlags flags = PteFlags.Present | PteFlags.File | (writable ? PteFlags.Writable : PteFlags.None);
            _pages.Map(fault.At, fault.Frame, 1, flags);
        }
        else if (fault.IsNew)
        {
            PteRun surplus = new(fault.At, fault.Frame, 1, PteFlags.Present);
            _folios.Tell(new FolioManagerProtocol.PutMappings(new[] { surplus }, Answer: false));
        }
        else if (write && isMapped && entry.Frame == fault.Frame && entry.Flags.HasFlag(PteFlags.Present))
        {
            _pages.ChangeFlags(fault.At, 1, PteFlags.Writable, PteFlags.ProtNone);
        }

        ReadAgain(fault.Batch);
    }

    /// <summary>Before any page of theirs is asked for.</summary>
    protected override void PreStart()
    {
        foreach (int file in FilesIn(_vmas.All))
        {
            SetMappings(file, new TokenUser("start of process", _process), then: null);
        }
    }

    private static IEnumerable<int> FilesIn(IEnumerable<Vma> vmas) =>
        vmas.Select(static vma => vma.File?.File).OfType<int>().Distinct();

    /// <summary>Tells how many of the VMAs that there are now show a file.</summary>
    private void SetMappings(int file, TokenUser by, object? then)
    {
        int vmas = _vmas.All.Count(vma => vma.File?.File == file);
        _folios.Tell(new FolioManagerProtocol.SetMappings(file, vmas, by, then, Self), Sender);
    }

    private void OnMappingsSet(MappingsSet set)
    {
        switch (set.Then)
        {
            case Mmap mmap:
                EndMmap(mmap, Errno.None);
                break;
            case Mremap move:
                ForgetMoved(move);
                break;
            case ContinueZap zap:
                UnlinkNext(_zaps[zap.Zap]);
                break;
            case Exit:
                Leave();
                break;
        }
    }

    private void OnWalkFile(WalkFile walk)
    {
        if (!_surroundings.Mutations.Has(Mutation.L1) || _mmapLock.TryRead(walk, Sender))
        {
            Walk(walk);
        }
    }

    /// <summary>Asks once for all that shows the pages, where the kernel asks for each mapping.</summary>
    private void Walk(WalkFile walk)
    {
        VirtRange hull = default;
        foreach (VirtRange range in RangesOf(walk))
        {
            hull = hull == default ? range : hull.HullWith(range);
        }

        Invalidate(hull, walk);
    }

    private void VisitMappings(WalkFile walk, long invalidation)
    {
        List<PteRun> unmapped = [];
        foreach (VirtRange range in RangesOf(walk))
        {
            Visit(range.Start, range.End, walk.Visit, unmapped);
        }

        EndInvalidation(invalidation);
        Sender.Tell(new FolioManagerProtocol.FileWalked(walk.Ticket, unmapped.ToArray()));
        if (_surroundings.Mutations.Has(Mutation.L1))
        {
            _mmapLock.Release(walk, Self);
        }
    }

    /// <summary>Where the process shows the pages of a file.</summary>
    private IEnumerable<VirtRange> RangesOf(WalkFile walk)
    {
        foreach (Vma vma in _vmas.All.Concat(_zaps.Values.SelectMany(static zap => zap.Detached)))
        {
            if (vma.File is { } file && file.File == walk.First.File)
            {
                ulong endPage = file.FirstPage + ((vma.End - vma.Start) >> Pfn.FrameSizeLog2);
                ulong first = Math.Max(file.FirstPage, walk.First.Index);
                ulong end = Math.Min(endPage, walk.First.Index + walk.Pages);
                if (first < end)
                {
                    VirtAddr start = vma.Start + ((first - file.FirstPage) << Pfn.FrameSizeLog2);
                    yield return new VirtRange(start, start + ((end - first) << Pfn.FrameSizeLog2));
                }
            }
        }
    }

    private void Visit(VirtAddr start, VirtAddr end, FileVisit visit, List<PteRun> unmapped)
    {
        for (VirtAddr at = _pages.NextMapped(start, end); at < end; at = _pages.NextMapped(at, end))
        {
            int runs = _pages.Read(at, end - at, _read);
            at = _read[runs - 1].End;
            foreach (PteRun run in _read.AsSpan(0, runs).ToArray())
            {
                Visit(run, visit, unmapped);
            }
        }
    }

    /// <summary>What is on its way to other frames stays: whoever moves it would not find it again. A cut comes back to
    /// the file's pages one by one, under the lock of each.</summary>
    private void Visit(PteRun run, FileVisit visit, List<PteRun> unmapped)
    {
        if (visit == FileVisit.UnmapCopiesToo && !run.Flags.HasFlag(PteFlags.Present))
        {
            if (run.Flags.HasFlag(PteFlags.Swap))
            {
                _pages.Unmap(run.Start, (ulong)run.Pages);
            }

            return;
        }

        bool isOfFile = run.Flags.HasFlag(PteFlags.File);
        bool isCopy = !isOfFile && run.HasFolio && run.Flags.HasFlag(PteFlags.Present);
        ulong pages = (ulong)run.Pages;
        if (visit == FileVisit.WriteProtect && isOfFile)
        {
            _pages.WriteProtect(run.Start, pages);
        }
        else if (visit != FileVisit.WriteProtect && (isOfFile || (isCopy && visit == FileVisit.UnmapCopiesToo)))
        {
            unmapped.Add(run);
            _pages.Unmap(run.Start, pages);
            if (visit == FileVisit.Poison)
            {
                _pages.Map(run.Start, run.Frame, pages, PteFlags.Poison);
            }
        }
    }
}
