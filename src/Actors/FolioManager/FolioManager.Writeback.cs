using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Writeback: a dirty folio of a file is write-protected wherever it is mapped, is clean from then on, and
/// goes to the disk; whoever writes next faults and makes it dirty again (mm/page-writeback.c:folio_clear_dirty_for_io,
/// mm/rmap.c:folio_mkclean, v6.16).</summary>
/// <remarks>A device that writes through a pin faults nowhere. shmem has no disk and is not written.</remarks>
public sealed partial class FolioManager
{
    /// <summary>Where files go that have a disk; null: writing takes no device.</summary>
    private IActorRef? _disk;

    private void OnWriteBack(WriteBack write)
    {
        bool isCached = _files.TryFind(write.Page, out Pfn frame);
        bool isWritten = isCached && _files.Find(write.Page.File)!.TracksDirty;
        _folios.TryFind(frame, out Folio folio);
        if (!isWritten || !folio.Has(FolioFlags.Dirty) || folio.Has(FolioFlags.Writeback))
        {
            Sender.Tell(new WrittenBack(write.Page, isCached && !isWritten ? Errno.EINVAL : Errno.None));
            return;
        }

        if (WaitsForLock(folio, write))
        {
            return;
        }

        _files.TryFindPlace(folio.Head, out FilePage first);
        BeginWalk(new FileWalk(folio.Block, first, Sender) { Visit = FileVisit.WriteProtect, Writes = write });
    }

    /// <summary>Unlocked while it is on its way: it may become dirty again at once.</summary>
    private void Clean(FileWalk walk, WriteBack write)
    {
        _files.Find(walk.First.File)!.Settle(walk.First.Index);
        _folios.TryGet(walk.Folio.Head);
        _folios.TryChangeFlags(
            walk.Folio.Head, FolioFlags.Writeback, FolioFlags.Dirty | FolioFlags.Locked);
        Context.System.EventStream.Publish(new FolioCleaned(walk.Folio, walk.First));
        long keeper = KeeperTaken.OfWriteback(++_tickets);
        Context.System.EventStream.Publish(new KeeperTaken(keeper, KeeperKind.Writeback));
        EndWriteback end = new(walk.Folio.Head, write.Page, keeper);
        if (_disk is null)
        {
            Self.Tell(end, walk.Requester);
            return;
        }

        PhysAddr start = walk.Folio.Head.Address;
        Phyr phys = new(start, walk.Folio.Frames << Pfn.FrameSizeLog2);
        _disk.Tell(new BlockDriverProtocol.Write(keeper, phys, end), walk.Requester);
    }

    /// <summary>What the disk does not have is dirty again, for another attempt.</summary>
    private void OnWritten(BlockDriverProtocol.Written written)
    {
        EndWriteback end = (EndWriteback)written.Then;
        if (written.Errno != Errno.None && _files.TryFindPlace(end.Head, out _))
        {
            _folios.TryChangeFlags(end.Head, FolioFlags.Dirty);
        }

        OnEndWriteback(end with { Errno = written.Errno, IsKept = written.IsStillMapped });
    }

    private void OnEndWriteback(EndWriteback end)
    {
        _folios.TryChangeFlags(end.Head, FolioFlags.None, FolioFlags.Writeback);
        if (!end.IsKept)
        {
            _folios.Put(end.Head);
            Context.System.EventStream.Publish(new KeeperReleased(end.Keeper));
            _layoutWaiters.Wake(Self);
        }

        _locks.Wake(Self);
        Sender.Tell(new WrittenBack(end.Page, end.Errno));
    }

    private void OnSetDirty(SetDirty set)
    {
        foreach (KeptPage page in set.Pages.Span)
        {
            JudgePrepared(page.Keeper, page.Frame);
            _folios.TryChangeFlags(page.Frame, FolioFlags.Dirty);
        }

        Sender.Tell(new DirtySet(set.Request));
    }

    /// <summary>folio_mark_dirty at the release of a pin, before it is marked: the file system may not expect
    /// it.</summary>
    private void JudgePrepared(long pin, Pfn frame)
    {
        if (_files.Folios > 0
            && _folios.TryFind(frame, out Folio folio)
            && _files.TryFindPlace(folio.Head, out FilePage first)
            && !_files.Find(first.File)!.IsPrepared(first.Index))
        {
            Context.System.EventStream.Publish(new UnpreparedFolioDirtied(pin, frame, first));
        }
    }

    private sealed record EndWriteback(Pfn Head, FilePage Page, long Keeper)
    {
        public Errno Errno { get; init; }

        /// <summary>The disk may still read it, so that its reference is never given back.</summary>
        public bool IsKept { get; init; }
    }
}
