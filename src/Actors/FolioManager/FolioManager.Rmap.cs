using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>What needs a folio's mapping gone: take a reference and the folio lock, take the mapping away, compare the
/// references, act, put the mapping back.</summary>
/// <remarks>The folio lock is the token of this exchange. Whoever finds it held is refused with EAGAIN, as
/// folio_trylock in the asynchronous modes does; a folio of a file waits for i_mmap. Sources: mm/migrate.c,
/// mm/huge_memory.c, mm/vmscan.c, mm/memory-failure.c, v6.16.</remarks>
public sealed partial class FolioManager
{
    private readonly Dictionary<long, Moving> _moving = [];

    private void OnMigrateFolio(MigrateFolio migrate) =>
        Begin(new Moving(migrate.Frame, RmapOperation.Migrate, migrate.AddressSpace, Sender));

    private void OnOperateOn(OperateOn operate) =>
        Begin(new Moving(operate.Frame, operate.Operation, operate.AddressSpace, Sender) { IsOperation = true });

    private void Begin(Moving asked)
    {
        Moving moving = asked with { IsElsewhere = false, File = null };
        bool found = _folios.TryFind(moving.From, out Folio folio);
        if (found
            && (moving.Operation != RmapOperation.Migrate || folio.MapCount > 1 || asked.IsElsewhere)
            && _files.TryFindPlace(folio.Head, out FilePage page))
        {
            BeginFileOperation(moving, folio, page);
            return;
        }

        bool keeps = moving.Operation == RmapOperation.Reclaim && folio.MaybeDmaPinned;
        bool fits = moving.Operation != RmapOperation.Split || folio.IsLarge;
        if (found && !IsLocked(folio) && folio.MapCount == 0 && folio.Has(FolioFlags.Cached))
        {
            MoveUnmapped(moving, folio);
            return;
        }

        bool isShared = found && IsSharedAnon(moving.Operation, folio);
        bool isFree = found && !IsLocked(folio) && !keeps && fits && (folio.MapCount == 1 || isShared);
        if (!isFree || _folios.TryGet(folio.Head) != Errno.None)
        {
            bool pinned = found && folio.MaybeDmaPinned;
            EndRmap(moving with { Errno = found && !fits ? Errno.EINVAL : Errno.EAGAIN }, pinned);
            return;
        }

        FolioFlags failed = moving.Operation == RmapOperation.Fail ? FolioFlags.HwPoison : FolioFlags.None;
        _folios.TryChangeFlags(folio.Head, FolioFlags.Locked | failed);
        long ticket = ++_tickets;
        _locks.Take(folio.Head, Operations.OfFolio(ticket));
        int? file = _files.TryFindPlace(folio.Head, out FilePage place) ? place.File : null;
        _moving.Add(ticket, moving with { From = folio.Head, Now = folio.Head, File = file });
        if (isShared)
        {
            UnmapEverywhere(ticket, moving, folio);
            return;
        }

        if (file is null || MappingsOf(file.Value).Token.TryRead(new TakeMapping(ticket), Sender))
        {
            AskForMapping(ticket);
        }
    }

    private void AskForMapping(long ticket)
    {
        Moving moving = _moving[ticket];
        _folios.TryFind(moving.From, out Folio folio);
        moving.AddressSpace.Tell(new AddressSpaceProtocol.UnmapForMigration(ticket, folio.MappedAt, folio.Head));
    }

    private bool IsLocked(Folio folio) =>
        folio.Has(FolioFlags.Locked) && !_surroundings.Mutations.Has(Mutation.T3);

    private void OnUnmappedForMigration(UnmappedForMigration unmapped)
    {
        Moving moving = _moving[unmapped.Ticket];
        if (unmapped.Errno != Errno.None)
        {
            LookElsewhere(unmapped, moving);
            return;
        }

        switch (moving.Operation)
        {
            case RmapOperation.Migrate:
                MoveAndRestore(unmapped, moving);
                break;
            case RmapOperation.Split:
                SplitAndRestore(unmapped, moving);
                break;
            case RmapOperation.Reclaim:
                SwapOut(unmapped, moving);
                break;
            default:
                GiveUp(unmapped, moving);
                break;
        }
    }

    /// <summary>The one mapping is not where the folio knows it: whoever else may have it is asked.</summary>
    private void LookElsewhere(UnmappedForMigration unmapped, Moving moving)
    {
        _folios.TryFind(moving.From, out Folio folio);
        if (folio.Has(FolioFlags.Anon) && moving.Operation != RmapOperation.Split)
        {
            UnmapEverywhere(unmapped.Ticket, moving, folio);
            return;
        }

        Unlock(unmapped.Ticket, moving with { Errno = unmapped.Errno, IsElsewhere = moving.File is not null });
    }

    private void MoveAndRestore(UnmappedForMigration unmapped, Moving moving)
    {
        Errno errno = Move(moving, unmapped.Entry, out Folio target);
        Pfn head = errno == Errno.None ? target.Head : moving.From;
        _locks.Take(head, Operations.OfFolio(unmapped.Ticket));
        _moving[unmapped.Ticket] = moving with { Now = head, Errno = errno };
        Pfn frame = errno == Errno.None
            ? target.Head + (unmapped.Entry.Frame.Value - moving.From.Value)
            : unmapped.Entry.Frame;
        HandOver(
            errno == Errno.None ? [target.Block] : [],
            moving.AddressSpace,
            new AddressSpaceProtocol.RestoreMapping(unmapped.Ticket, unmapped.Entry, frame),
            Self);
    }

    /// <summary>A folio of a file that nobody maps: there is no mapping to take away.</summary>
    private void MoveUnmapped(Moving moving, Folio folio)
    {
        _folios.TryGet(folio.Head);
        _folios.TryChangeFlags(folio.Head, FolioFlags.Locked);
        MoveLocked(moving, folio);
    }

    /// <summary>Of the folio there is one reference more, its lock is taken, and nobody maps it.</summary>
    private void MoveLocked(Moving moving, Folio folio)
    {
        long ticket = ++_tickets;
        _locks.Take(folio.Head, Operations.OfFolio(ticket));
        Errno errno = Move(moving with { From = folio.Head }, default, out Folio target);
        Pfn now = errno == Errno.None ? target.Head : folio.Head;
        _locks.Take(now, Operations.OfFolio(ticket));
        _moving.Add(ticket, moving with { From = folio.Head, Now = now, Errno = errno });
        HandOver(errno == Errno.None ? [target.Block] : [], Self, new MappingRestored(ticket), Self);
    }

    /// <summary>Refused while anyone but the mapping and this exchange holds a reference: a pinned folio never
    /// moves.</summary>
    private Errno Move(Moving moving, PteRun entry, out Folio target)
    {
        target = default;
        _folios.TryFind(moving.From, out Folio source);
        bool ignoresRefs = _surroundings.Mutations.Has(Mutation.M28);
        bool expected = !(entry.Pages > 0 && HasHole(source, entry))
            && (source.RefCount == source.ExpectedRefs + 1 || ignoresRefs);
        MemoryZone zone = moving.Longterm || source.Zone == MemoryZone.Isolate ? MemoryZone.Normal : source.Zone;
        Errno errno = expected ? _folios.TryAllocate(source.Order, zone, out target) : Errno.EAGAIN;
        if (errno != Errno.None)
        {
            return errno;
        }

        _surroundings.Work.Spend("migrate.copy-page", 1L << source.Order);
        errno = _folios.TryMigrate(moving.From, target.Head, ignoresRefs);
        if (errno == Errno.None)
        {
            _files.Replace(source.Head, target.Block);
        }

        // Ours: the mapping has its own now, or the folio goes back to the buddy. The old one's is put in the end.
        _folios.Put(target.Head);
        PublishMove(source, FolioMove.Migrated);
        return errno;
    }

    /// <summary>An unmap has left a hole in the folio since this exchange began: the entry before the hole was taken
    /// away, and the one behind it still leads here.</summary>
    private static bool HasHole(Folio folio, PteRun entry) =>
        folio.MapCount > 1 && (ulong)entry.Pages < folio.Block.Frames;

    private void SplitAndRestore(UnmappedForMigration unmapped, Moving moving)
    {
        _folios.TryFind(moving.From, out Folio whole);
        bool isWhole = (ulong)unmapped.Entry.Pages == whole.Block.Frames;
        Errno errno = isWhole ? _folios.TrySplit(moving.From, 0) : Errno.EAGAIN;
        _moving[unmapped.Ticket] = moving with { Errno = errno };
        if (errno == Errno.None)
        {
            PublishMove(whole, FolioMove.Split);
            for (ulong frame = 1; frame < whole.Block.Frames; frame++)
            {
                _folios.TryChangeFlags(whole.Head + frame, FolioFlags.None, FolioFlags.Locked);
            }
        }

        moving.AddressSpace.Tell(
            new AddressSpaceProtocol.RestoreMapping(unmapped.Ticket, unmapped.Entry, unmapped.Entry.Frame)
            {
                PartPages = errno == Errno.None ? 1 : 0,
            });
    }

    private void SwapOut(UnmappedForMigration unmapped, Moving moving)
    {
        _folios.TryFind(moving.From, out Folio folio);
        bool expected = !HasHole(folio, unmapped.Entry) && folio.RefCount == folio.ExpectedRefs + 1;
        if (expected)
        {
            PublishMove(folio, FolioMove.SwappedOut);
            _folios.Unmap(moving.From);
        }

        _moving[unmapped.Ticket] = moving with { Errno = expected ? Errno.None : Errno.EAGAIN };
        moving.AddressSpace.Tell(
            new AddressSpaceProtocol.RestoreMapping(unmapped.Ticket, unmapped.Entry, unmapped.Entry.Frame)
            {
                State = expected ? PteFlags.Swap : PteFlags.Present,
            });
    }

    /// <summary>The process loses the page in any case; what others hold of it, such as a device, they keep.</summary>
    private void GiveUp(UnmappedForMigration unmapped, Moving moving)
    {
        _folios.Unmap(moving.From);
        _folios.TryFind(moving.From, out Folio folio);
        bool recovered = folio.RefCount == 1;
        Context.System.EventStream.Publish(new MemoryFailed(moving.From, recovered));
        _moving[unmapped.Ticket] = moving with { Errno = recovered ? Errno.None : Errno.EBUSY };
        moving.AddressSpace.Tell(
            new AddressSpaceProtocol.RestoreMapping(unmapped.Ticket, unmapped.Entry, unmapped.Entry.Frame)
            {
                State = PteFlags.Poison,
            });
    }

    private static void PublishMove(Folio folio, FolioMove move) =>
        Context.System.EventStream.Publish(
            new FolioMoved(folio.Head, move, folio.RefCount, folio.ExpectedRefs + 1));

    private void OnMappingRestored(MappingRestored restored)
    {
        if (IsRestored(restored.Ticket))
        {
            Unlock(restored.Ticket, _moving[restored.Ticket]);
        }
    }

    private void Unlock(long ticket, Moving moving)
    {
        _moving.Remove(ticket);
        bool pinned = _folios.TryFind(moving.Now, out Folio folio) && folio.MaybeDmaPinned;
        _folios.TryChangeFlags(moving.Now, FolioFlags.None, FolioFlags.Locked);
        if (moving.Now != moving.From)
        {
            _folios.TryChangeFlags(moving.From, FolioFlags.None, FolioFlags.Locked);
        }

        _folios.Put(moving.From);
        _layoutWaiters.Wake(Self);
        if (moving.File is { } file)
        {
            MappingsOf(file).Token.Release(Operations.OfFolio(ticket), Self);
        }

        _locks.Release(Operations.OfFolio(ticket), Self);
        EndRmap(moving, pinned);
    }

    private void EndRmap(Moving moving, bool pinned)
    {
        if (moving.IsElsewhere)
        {
            Begin(moving);
            return;
        }

        if (moving.Job is { } job)
        {
            OnJobMoved(job, moving.From, moving.Errno);
            return;
        }

        if (moving.IsOperation)
        {
            FolioMove move = moving.Operation == RmapOperation.Split ? FolioMove.Split : FolioMove.SwappedOut;
            if (moving.Operation != RmapOperation.Fail)
            {
                Context.System.EventStream.Publish(new FolioOperationEnded(moving.From, move, moving.Errno));
            }

            moving.Requester.Tell(new OperationDone(moving.Operation, moving.Errno));
            return;
        }

        Context.System.EventStream.Publish(new MigrationEnded(moving.From, pinned, moving.Errno));
        moving.Requester.Tell(new MigrationDone(moving.Errno));
    }

    /// <summary>Begins an operation that had to wait for the disk.</summary>
    private sealed record OperateAgain(Moving Moving);

    /// <summary>Goes on with an operation that has the token of the folio's file.</summary>
    internal sealed record TakeMapping(long Ticket);

    private readonly record struct Moving(
        Pfn From, RmapOperation Operation, IActorRef AddressSpace, IActorRef Requester)
    {
        /// <summary>The folio that the mapping leads to.</summary>
        public Pfn Now { get; init; }

        public Errno Errno { get; init; }

        /// <summary>Of what file it is, whose mappings are held meanwhile; null for anonymous memory.</summary>
        public int? File { get; init; }

        /// <summary>Asked for by its own name, and not as a migration.</summary>
        public bool IsOperation { get; init; }

        /// <summary>Its one mapping, of a file, is not in the address space that was asked: all are to be.</summary>
        public bool IsElsewhere { get; init; }

        /// <summary>To where it may be pinned for long.</summary>
        public bool Longterm { get; init; }

        /// <summary>The longer job that it is part of.</summary>
        public MigrationJob? Job { get; init; }
    }
}
