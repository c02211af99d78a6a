using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The address space's part in mappings of files, all of which are shared (mm/memory.c:do_fault,
/// mm/rmap.c:rmap_walk_file, v6.16).</summary>
/// <remarks>A child faults them in itself: fork copies no entries that a fault would fill in again
/// (vma_needs_copy).</remarks>
public sealed partial class AddressSpace
{
    private bool _mapsFiles;

    private void FaultFile(ReadPtes batch, FollFlags flags, VmaFile file, Vma vma, Pfn? present)
    {
        _mapsFiles = true;
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

    /// <summary>Asks once for all that shows the pages, where the kernel asks for each mapping.</summary>
    private void OnWalkFile(WalkFile walk)
    {
        VirtRange[] ranges = [.. RangesOf(walk)];
        VirtRange hull = ranges.Length == 0 ? default : new VirtRange(ranges[0].Start, ranges[^1].End);
        Invalidate(hull, walk);
    }

    private void VisitMappings(WalkFile walk, long invalidation)
    {
        List<PteRun> unmapped = [];
        foreach (VirtRange range in RangesOf(walk))
        {
            Visit(range.Start, range.End, walk.Unmap, unmapped);
        }

        EndInvalidation(invalidation);
        Sender.Tell(new FolioManagerProtocol.FileWalked(walk.Ticket, unmapped.ToArray()));
    }

    /// <summary>Where the process shows the pages of a file, in rising order.</summary>
    private IEnumerable<VirtRange> RangesOf(WalkFile walk)
    {
        foreach (Vma vma in _vmas.All)
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
