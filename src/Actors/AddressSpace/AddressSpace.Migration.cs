using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The address space's part in what takes the mapping of a folio away for a while.</summary>
public sealed partial class AddressSpace
{
    private readonly List<(object Message, IActorRef Sender)> _migrationWaiters = [];

    private void OnMigrateAt(MigrateAt migrate)
    {
        bool mapped = _pages.Read(migrate.At, PageSize.Size4KiB.Bytes, _read) == 1;
        if (!mapped || !_read[0].Flags.HasFlag(PteFlags.Present) || !_read[0].HasFolio)
        {
            Sender.Tell(new FolioManagerProtocol.MigrationDone(Errno.EFAULT));
            return;
        }

        _folios.Tell(new FolioManagerProtocol.MigrateFolio(_read[0].Frame, Self), Sender);
    }

    private void OnOperateAt(OperateAt operate)
    {
        bool mapped = _pages.Read(operate.At, PageSize.Size4KiB.Bytes, _read) == 1;
        if (mapped && _read[0].Flags.HasFlag(PteFlags.Present) && _read[0].HasFolio)
        {
            _folios.Tell(new FolioManagerProtocol.OperateOn(_read[0].Frame, operate.Operation, Self), Sender);
        }
        else
        {
            Sender.Tell(new FolioManagerProtocol.OperationDone(operate.Operation, Errno.EFAULT));
        }
    }

    private void OnUnmapForMigration(UnmapForMigration unmap)
    {
        PteRun entry = default;
        bool mayBe = (_fork is null || _surroundings.Mutations.Has(Mutation.T2))
            && _pages.TryFindRun(unmap.At, out entry)
            && entry.Frame == unmap.Head;
        if (mayBe)
        {
            Invalidate(new VirtRange(entry.Start, entry.End), new TakeMapping(unmap.Ticket, entry, _forks));
        }
        else
        {
            Sender.Tell(new FolioManagerProtocol.UnmappedForMigration(unmap.Ticket, entry, Errno.EAGAIN));
        }
    }

    /// <summary>A fork that came while those who mirror the folio were asked has given a child a mapping of it, which
    /// nobody has asked for.</summary>
    private void TakeMappingAway(TakeMapping take, long invalidation)
    {
        bool isThere = _pages.TryFindRun(take.Entry.Start, out PteRun entry)
            && entry with { Flags = take.Entry.Flags } == take.Entry
            && _forks == take.Forks;
        Errno errno = isThere
            ? _pages.ReplaceByMigrationEntry(entry.Start, (ulong)entry.Pages)
            : Errno.EAGAIN;
        EndInvalidation(invalidation);
        Sender.Tell(new FolioManagerProtocol.UnmappedForMigration(take.Ticket, entry, errno));
    }

    private void OnRestoreMapping(RestoreMapping restore)
    {
        Errno errno = restore.State == PteFlags.Present
            ? RestorePresent(restore)
            : _pages.ReplaceMigrationEntry(restore.Entry.Start, (ulong)restore.Entry.Pages, restore.State);
        if (errno != Errno.None)
        {
            throw new InvariantException($"The migration entry at {restore.Entry.Start} is gone.");
        }

        if (restore.State != PteFlags.Poison
            && (restore.Frame != restore.Entry.Frame || restore.State != PteFlags.Present))
        {
            Context.System.EventStream.Publish(new EntryReplaced(_process, restore.Entry, restore.Frame));
        }

        Sender.Tell(new FolioManagerProtocol.MappingRestored(restore.Ticket));
        WakeMigrationWaiters();
    }

    private void WakeMigrationWaiters()
    {
        foreach ((object message, IActorRef sender) in _migrationWaiters)
        {
            Self.Tell(message, sender);
        }

        _migrationWaiters.Clear();
    }

    private Errno RestorePresent(RestoreMapping restore)
    {
        PteRun entry = restore.Entry;
        Errno errno = _pages.Restore(entry.Start, (ulong)entry.Pages, restore.Frame);
        if (errno != Errno.None || restore.PartPages == 0)
        {
            return errno;
        }

        // A run stays inside one folio.
        PteFlags flags = entry.Flags & ~PteFlags.Huge;
        _pages.Unmap(entry.Start, (ulong)entry.Pages);
        for (int page = 0; page < entry.Pages; page += restore.PartPages)
        {
            VirtAddr at = entry.Start + ((ulong)page << Pfn.FrameSizeLog2);
            _pages.Map(at, entry.Frame + (ulong)page, (ulong)restore.PartPages, flags);
        }

        return Errno.None;
    }

    /// <summary>How many of the runs read come before the first page on its way. With none, the message comes again
    /// when a migration ends.</summary>
    /// <remarks>The kernel's fork and exit work on the migration entry itself, and migration looks for all of them once
    /// more; here what was taken away is put back where it was, so they wait.</remarks>
    private int UpToMigration(int runs, object message)
    {
        int first = Array.FindIndex(_read, 0, runs, run => run.Flags.HasFlag(PteFlags.Migration));
        if (_surroundings.Mutations.Has(Mutation.T6))
        {
            return runs;
        }

        if (first == 0)
        {
            _migrationWaiters.Add((message, Self));
        }

        return first < 0 ? runs : first;
    }

    /// <summary>A mapping goes that nobody may mirror any more.</summary>
    private sealed record TakeMapping(long Ticket, PteRun Entry, long Forks);
}
