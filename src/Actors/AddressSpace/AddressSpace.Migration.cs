using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The address space's part in migration, and its end.</summary>
public sealed partial class AddressSpace
{
    private readonly List<(ReadPtes Batch, IActorRef Sender)> _migrationWaiters = [];
    private int _exitVma;
    private VirtAddr _exitNext;

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
        if (_fork is null && _pages.Read(unmap.At, PageSize.Size2MiB.Bytes, _read) > 0)
        {
            entry = _read[0];
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
        foreach ((ReadPtes batch, IActorRef sender) in _migrationWaiters)
        {
            Self.Tell(batch, sender);
        }

        _migrationWaiters.Clear();
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
            _exitNext = _exitNext < vma.Start ? vma.Start : _exitNext;
            while (_exitNext < vma.End)
            {
                int runs = _pages.Read(_exitNext, vma.End - _exitNext, _read.AsSpan(0, ForkBatchRuns));
                if (runs > 0)
                {
                    PteRun[] entries = _read.AsSpan(0, runs).ToArray();
                    _pages.Unmap(entries[0].Start, (entries[^1].End - entries[0].Start) >> Pfn.FrameSizeLog2);
                    _exitNext = entries[^1].End;
                    _folios.Tell(new FolioManagerProtocol.PutMappings(entries, Answer: true));
                    return;
                }

                _exitNext += PageSize.Size4KiB.Bytes;
            }

            _exitVma++;
        }

        Context.Stop(Self);
    }
}
