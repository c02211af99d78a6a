using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Migration: lock the folio, take its mapping away, compare the references, move, put the mapping
/// back.</summary>
/// <remarks>The folio lock is the token of this exchange. Whoever finds it held is refused with EAGAIN, as
/// folio_trylock in the asynchronous modes does; nothing waits. Source: mm/migrate.c, v6.16.</remarks>
public sealed partial class FolioManager
{
    private readonly Dictionary<long, Moving> _moving = [];

    private void OnMigrateFolio(MigrateFolio migrate)
    {
        bool found = _folios.TryFind(migrate.Frame, out Folio folio);
        if (!found || folio.Has(FolioFlags.Locked) || folio.MapCount != 1)
        {
            EndMigration(migrate.Frame, found && folio.MaybeDmaPinned, Errno.EAGAIN, Sender);
            return;
        }

        _folios.TryChangeFlags(folio.Head, FolioFlags.Locked);
        long ticket = ++_tickets;
        _moving.Add(ticket, new Moving(folio.Head, folio.Head, migrate.AddressSpace, Sender));
        migrate.AddressSpace.Tell(new AddressSpaceProtocol.UnmapForMigration(ticket, folio.MappedAt, folio.Head));
    }

    private void OnUnmappedForMigration(UnmappedForMigration unmapped)
    {
        Moving moving = _moving[unmapped.Ticket];
        if (unmapped.Errno != Errno.None)
        {
            Unlock(unmapped.Ticket, moving with { Errno = unmapped.Errno });
            return;
        }

        Errno errno = Move(moving.From, out Folio target);
        Pfn head = errno == Errno.None ? target.Head : moving.From;
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

    /// <summary>Refused while anyone but the mapping and this exchange holds a reference: a pinned folio never
    /// moves.</summary>
    private Errno Move(Pfn from, out Folio target)
    {
        target = default;
        _folios.TryFind(from, out Folio source);
        Errno errno = _folios.TryGet(from);
        if (errno != Errno.None)
        {
            return errno;
        }

        bool expected = source.RefCount == source.ExpectedRefs;
        errno = expected ? _folios.TryAllocate(source.Order, source.Zone, out target) : Errno.EAGAIN;
        if (errno == Errno.None)
        {
            _surroundings.Work.Spend("migrate.copy-page", 1L << source.Order);
            errno = _folios.TryMigrate(from, target.Head);

            // Ours: the mapping has its own now, or the folio goes back to the buddy.
            _folios.Put(target.Head);
        }

        _folios.Put(from);
        return errno;
    }

    private void OnMappingRestored(MappingRestored restored) => Unlock(restored.Ticket, _moving[restored.Ticket]);

    private void Unlock(long ticket, Moving moving)
    {
        _moving.Remove(ticket);
        bool pinned = _folios.TryFind(moving.Now, out Folio folio) && folio.MaybeDmaPinned;
        _folios.TryChangeFlags(moving.Now, FolioFlags.None, FolioFlags.Locked);
        EndMigration(moving.From, pinned, moving.Errno, moving.Requester);
    }

    private static void EndMigration(Pfn frame, bool pinned, Errno errno, IActorRef requester)
    {
        Context.System.EventStream.Publish(new MigrationEnded(frame, pinned, errno));
        requester.Tell(new MigrationDone(errno));
    }

    private readonly record struct Moving(
        Pfn From, Pfn Now, IActorRef AddressSpace, IActorRef Requester, Errno Errno = Errno.None);
}
