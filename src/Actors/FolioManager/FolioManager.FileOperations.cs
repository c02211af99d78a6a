using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Reclaim, split and failure of a folio of a file, and migration of one that is mapped more than once or by
/// another process than the one that is asked: all its mappings are taken away, and a process that wants the page
/// faults it in again (mm/vmscan.c:shrink_folio_list, mm/huge_memory.c:unmap_folio,
/// mm/migrate.c:migrate_folio_unmap, mm/memory-failure.c:me_pagecache_clean, v6.16).</summary>
/// <remarks>A dirty folio is written back and kept. A file in memory has no disk and is not reclaimed: there is no swap
/// cache for it here.</remarks>
public sealed partial class FolioManager
{
    private void BeginFileOperation(Moving moving, Folio folio, FilePage first)
    {
        bool tracksDirty = _files.Find(first.File)!.TracksDirty;
        bool reclaims = moving.Operation == RmapOperation.Reclaim;
        if (reclaims && tracksDirty && folio.Has(FolioFlags.Dirty))
        {
            Self.Tell(new WriteBack(first), ActorRefs.Nobody);
        }

        bool fails = moving.Operation == RmapOperation.Fail;
        if (fails && WaitsForWriteback(folio, new OperateAgain(moving)))
        {
            return;
        }

        bool isReclaimable = tracksDirty
            && !folio.MaybeDmaPinned
            && (folio.Flags & (FolioFlags.Dirty | FolioFlags.Writeback)) == FolioFlags.None;
        bool isSmall = moving.Operation == RmapOperation.Split && !folio.IsLarge;
        bool isHeld = moving.Operation == RmapOperation.Migrate
            && folio.RefCount != folio.ExpectedRefs
            && !_surroundings.Mutations.Has(Mutation.M28);
        bool isRefused = IsLocked(folio) || isSmall || isHeld || (reclaims && !isReclaimable);
        if (isRefused || _folios.TryGet(folio.Head) != Errno.None)
        {
            EndRmap(moving with { Errno = isSmall ? Errno.EINVAL : Errno.EAGAIN }, folio.MaybeDmaPinned);
            return;
        }

        _folios.TryChangeFlags(folio.Head, fails ? FolioFlags.HwPoison : FolioFlags.None);
        BeginWalk(new FileWalk(folio.Block, first, moving.Requester)
        {
            Visit = fails ? FileVisit.Poison : FileVisit.Unmap,
            Operation = moving,
        });
    }

    private void EndFileOperation(FileWalk walk, Moving moving)
    {
        Pfn head = walk.Folio.Head;
        _folios.TryFind(head, out Folio folio);
        if (moving.Operation == RmapOperation.Migrate)
        {
            MoveLocked(moving, folio);
            return;
        }

        bool isAlone = folio.RefCount == folio.ExpectedRefs + 1;
        Errno errno = isAlone ? Errno.None : Errno.EAGAIN;
        switch (moving.Operation)
        {
            case RmapOperation.Split when isAlone:
                errno = SplitInFile(folio);
                break;
            case RmapOperation.Reclaim when isAlone && !folio.Has(FolioFlags.Dirty):
                PublishMove(folio, FolioMove.SwappedOut);
                RemoveFromFile(walk);
                break;
            case RmapOperation.Fail:
                Context.System.EventStream.Publish(new MemoryFailed(head, isAlone));
                errno = isAlone ? Errno.None : Errno.EBUSY;
                RemoveFromFile(walk);
                break;
            case RmapOperation.Reclaim:
                errno = Errno.EAGAIN;
                break;
        }

        _folios.TryChangeFlags(head, FolioFlags.None, FolioFlags.Locked);
        _folios.Put(head);
        _layoutWaiters.Wake(Self);
        EndRmap(moving with { Errno = errno }, folio.MaybeDmaPinned);
    }

    private Errno SplitInFile(Folio whole)
    {
        Errno errno = _folios.TrySplit(whole.Head, 0);
        if (errno == Errno.None)
        {
            PublishMove(whole, FolioMove.Split);
            _files.Split(whole.Block);
            for (ulong frame = 1; frame < whole.Block.Frames; frame++)
            {
                _folios.TryChangeFlags(whole.Head + frame, FolioFlags.None, FolioFlags.Locked);
            }
        }

        return errno;
    }
}
