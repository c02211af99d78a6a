using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Folios of a file in memory, found in the page cache or made, and pinned once each (mm/gup.c:
/// memfd_pin_folios, mm/memfd.c:memfd_alloc_folio, v6.16).</summary>
/// <remarks>No address space is asked. The kernel does not wait for the folio lock here; a folio that is on its way to
/// other frames is given to nobody in the model before it has arrived.</remarks>
public sealed partial class FolioManager
{
    /// <summary>Folios that one message takes (PAGEVEC_SIZE).</summary>
    private const int FolioBatch = 31;

    private void OnTakeFolios(TakeFolios take)
    {
        Errno errno = CheckFile(take);
        if (errno != Errno.None)
        {
            Sender.Tell(new FoliosTaken(take.Pin, default, 0, take.First, errno));
            return;
        }

        if (_files.TryFind(new FilePage(take.File, take.First), out Pfn at) && _folios.TryFind(at, out Folio locked)
            && WaitsForLock(locked, take))
        {
            return;
        }

        List<PinnedRun> taken = [];
        ulong next = take.First;
        bool needsMigration = false;
        int most = Math.Min(take.FoliosMax, FolioBatch);
        while (errno == Errno.None && taken.Count < most && next <= take.Last
            && _files.TryFind(new FilePage(take.File, next), out Pfn frame) && !IsMoving(frame))
        {
            errno = PinFolio(take.Pin, frame, taken, ref next, ref needsMigration);
        }

        if (taken.Count == 0 && errno == Errno.None)
        {
            errno = MakeFilePage(new FilePage(take.File, next), longterm: true, take);
            if (errno == Errno.None)
            {
                // Asked again when the page is there, whoever made it.
                return;
            }
        }

        _surroundings.Work.Spend("folio.pin", taken.Count);
        if (taken.Count > 0)
        {
            Context.System.EventStream.Publish(new FramesPinned(take.Pin, taken.ToArray()));
        }

        Sender.Tell(new FoliosTaken(take.Pin, taken.ToArray(), StartOf(taken), next, errno)
        {
            NeedsMigration = needsMigration && !_surroundings.Mutations.Has(Mutation.M27),
        });
    }

    /// <summary>The pages are pinned before the folios' own pins go: none is without a pin in between.</summary>
    private void OnAddPins(AddPins add)
    {
        foreach (PinnedRun run in add.Pages.Span)
        {
            if (_folios.TryPin(run.Frame, run.Pages, out _) != Errno.None)
            {
                throw new InvariantException($"{run.Frame} is pinned and can be pinned no more.");
            }
        }

        Context.System.EventStream.Publish(new FramesPinned(add.Pin, add.Pages));
        DropAll(add.Pin, add.Folios, isGet: false);
        Sender.Tell(new PinsAdded(add.Pin, add.Pages));
    }

    private bool IsMoving(Pfn frame) => _folios.TryFind(frame, out Folio folio) && IsLocked(folio);

    private ulong StartOf(List<PinnedRun> taken) =>
        taken.Count > 0 && _files.TryFindPlace(taken[0].Folio.Head, out FilePage first) ? first.Index : 0;

    /// <summary>EINVAL unless the file is one in memory and the pages are in it; the size is looked at once, and again
    /// where a page is to be made.</summary>
    private Errno CheckFile(TakeFolios take)
    {
        bool isMemory = _files.Find(take.File) is { TracksDirty: false };
        ulong page = take.IsFirst ? take.Last : take.First;
        bool isPresent = isMemory && _files.TryFind(new FilePage(take.File, take.First), out _);
        bool isIn = isMemory && _files.IsInFile(new FilePage(take.File, page));
        return isIn || (isPresent && !take.IsFirst) ? Errno.None : Errno.EINVAL;
    }

    private Errno PinFolio(
        long pin, Pfn frame, List<PinnedRun> taken, ref ulong next, ref bool needsMigration)
    {
        if (_folios.TryPin(frame, 1, out Folio folio) != Errno.None)
        {
            return Errno.EINVAL;
        }

        _files.TryFindPlace(folio.Head, out FilePage first);
        next = first.Index + folio.Block.Frames;
        taken.Add(new PinnedRun(folio.Head, 1, folio.Block));
        if (!folio.IsLongtermPinnable)
        {
            needsMigration = true;
            Context.System.EventStream.Publish(new UnpinnableFramesPinned(pin, folio.Head, folio.Zone));
        }

        return Errno.None;
    }
}
