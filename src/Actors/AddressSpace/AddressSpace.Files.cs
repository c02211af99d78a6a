using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The address space's part in mappings of files, all of which are shared (mm/memory.c:do_fault,
/// mm/rmap.c:rmap_walk_file, v6.16).</summary>
/// <remarks>A child faults them in itself: fork copies no entries that a fault would fill in again
/// (vma_needs_copy).</remarks>
public sealed partial class AddressSpace
{
    private void FaultFile(ReadPtes batch, FollFlags flags, VmaFile file, Vma vma, Pfn? present)
    {
        FilePage page = new(file.File, vma.FilePage(batch.Start));
        bool write = flags.HasFlag(FollFlags.Write);
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
        bool write = fault.Batch.Flags.HasFlag(FollFlags.Write);
        if (fault.IsNew && shows && !isMapped)
        {
            bool needsFault = vma!.Flags.HasFlag(VmaFlags.TracksDirty) && !write;
            bool writable = vma.Flags.HasFlag(VmaFlags.Write) && !needsFault;
            PteFlags flags = PteFlags.Present | (writable ? PteFlags.Writable : PteFlags.None);
            _pages.Map(fault.At, fault.Frame, 1, flags);
        }
        else if (fault.IsNew)
        {
            PteRun surplus = new(fault.At, fault.Frame, 1, PteFlags.Present);
            _folios.Tell(new FolioManagerProtocol.PutMappings(new[] { surplus }, Answer: false));
        }
        else if (write && isMapped && entry.Frame == fault.Frame && entry.Flags.HasFlag(PteFlags.Present))
        {
            _pages.ChangeFlags(fault.At, 1, PteFlags.Writable, PteFlags.None);
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
        if (!_surroundings.Mutations.Has(Mutation.L1))
        {
            Walk(walk);
        }
        else if (_mmapLock.TryRead(walk, Sender))
        {
            Walk(walk);
            _mmapLock.Release(walk, Self);
        }
    }

    private void Walk(WalkFile walk)
    {
        List<PteRun> unmapped = [];
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
                    Visit(start, start + ((end - first) << Pfn.FrameSizeLog2), walk.Unmap, unmapped);
                }
            }
        }

        Sender.Tell(new FolioManagerProtocol.FileWalked(walk.Ticket, unmapped.ToArray()));
    }

    private void Visit(VirtAddr start, VirtAddr end, bool unmap, List<PteRun> unmapped)
    {
        for (VirtAddr at = _pages.NextMapped(start, end); at < end; at = _pages.NextMapped(at, end))
        {
            int runs = _pages.Read(at, end - at, _read);
            ulong pages = (_read[runs - 1].End - at) >> Pfn.FrameSizeLog2;
            if (unmap)
            {
                unmapped.AddRange(_read.AsSpan(0, runs));
                _pages.Unmap(at, pages);
            }
            else
            {
                _pages.WriteProtect(at, pages);
            }

            at += pages << Pfn.FrameSizeLog2;
        }
    }
}
