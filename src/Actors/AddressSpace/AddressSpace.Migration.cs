using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The address space's part in migration, and its end.</summary>
public sealed partial class AddressSpace
{
    private readonly List<(object Message, IActorRef Sender)> _migrationWaiters = [];
    private int _exitVma;

    private void OnMigrateAt(MigrateAt migrate)
    {
        bool mapped = _pages.Read(migrate.At, PageSize.Size4KiB.Bytes, _read) == 1;
        if (!mapped || !_read[0].Flags.HasFlag(PteFlags.Present))
        {
            Sender.Tell(new FolioManagerProtocol.MigrationDone(Errno.EFAULT));
            return;
        }

        _folios.Tell(new FolioManagerProtocol.MigrateFolio(_read[0].Frame, Self), Sender);
    }

    private void OnUnmapForMigration(UnmapForMigration unmap)
    {
        Errno errno = Errno.EAGAIN;
        PteRun entry = default;
        if (_fork is null && _pages.TryFindRun(unmap.At, out entry))
        {
            errno = entry.Frame == unmap.Head
                ? _pages.ReplaceByMigrationEntry(entry.Start, (ulong)entry.Pages)
                : Errno.EAGAIN;
        }

        Sender.Tell(new FolioManagerProtocol.UnmappedForMigration(unmap.Ticket, entry, errno));
    }

    private void OnRestoreMapping(RestoreMapping restore)
    {
        Errno errno = _pages.Restore(restore.Entry.Start, (ulong)restore.Entry.Pages, restore.Frame);
        if (errno != Errno.None)
        {
            throw new InvariantException($"The migration entry at {restore.Entry.Start} is gone.");
        }

        Sender.Tell(new FolioManagerProtocol.MappingRestored(restore.Ticket));
        foreach ((object message, IActorRef sender) in _migrationWaiters)
        {
            Self.Tell(message, sender);
        }

        _migrationWaiters.Clear();
    }

    /// <summary>How many of the runs read come before the first page on its way. With none, the message comes again
    /// when a migration ends.</summary>
    /// <remarks>The kernel's fork and exit work on the migration entry itself, and migration finds all of them in the
    /// reverse mapping; that has one entry here, so they wait.</remarks>
    private int UpToMigration(int runs, object message)
    {
        int first = Array.FindIndex(_read, 0, runs, run => run.Flags.HasFlag(PteFlags.Migration));
        if (first == 0)
        {
            _migrationWaiters.Add((message, Self));
        }

        return first < 0 ? runs : first;
    }

    private void OnExit(Exit exit)
    {
        if (_mmapLock.TryWrite(exit, Sender))
        {
            PutNextMappings();
        }
    }

    private void PutNextMappings()
    {
        while (_exitVma < _vmas.All.Count)
        {
            Vma vma = _vmas.All[_exitVma];
            VirtAddr next = _pages.NextMapped(vma.Start, vma.End);
            if (next < vma.End)
            {
                PutMappings(next, vma.End);
                return;
            }

            _exitVma++;
        }

        Context.Stop(Self);
    }

    private void PutMappings(VirtAddr start, VirtAddr end)
    {
        int runs = _pages.Read(start, end - start, _read.AsSpan(0, ForkBatchRuns));
        runs = UpToMigration(runs, new MappingsPut());
        if (runs == 0)
        {
            return;
        }

        PteRun[] entries = _read.AsSpan(0, runs).ToArray();
        _pages.Unmap(start, (entries[^1].End - start) >> Pfn.FrameSizeLog2);
        _folios.Tell(new FolioManagerProtocol.PutMappings(entries, Answer: true));
    }
}
