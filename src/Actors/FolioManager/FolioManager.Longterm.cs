using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>What a pin for long may not keep where it is: collected, drained, given back with all of its batch, and
/// moved.</summary>
/// <remarks>Each of these is a message, since the kernel sleeps in lru_add_drain_all and holds no lock between the
/// others: whoever else has business with the folios comes in between (docs/adr/0007). Sources:
/// mm/gup.c:collect_longterm_unpinnable_folios and migrate_longterm_unpinnable_folios, v6.16.</remarks>
public sealed partial class FolioManager
{
    private void OnMigrateUnpinnable(MigrateUnpinnable migrate)
    {
        UnpinnableBatch batch = new(migrate, Collect(migrate.Runs.Span), Sender);
        bool waits = !batch.Folios.TrueForAll(IsIsolatable);
        if (_surroundings.Mutations.Has(Mutation.B44) && !batch.Folios.Exists(IsIsolatable))
        {
            Sender.Tell(new UnpinnableMigrated(migrate.Pin, Errno.None) { IsKept = true });
        }
        else if (waits && IsDraining)
        {
            // What waits in a batch for the LRU list cannot be isolated: everybody's batch is drained once.
            Self.Tell(new DrainLru(batch));
        }
        else
        {
            Self.Tell(new UnpinCollected(batch));
        }
    }

    private bool IsDraining =>
        !_surroundings.Mutations.Has(Mutation.B42) && !_surroundings.Mutations.Has(Mutation.B44);

    private void OnDrainLru(UnpinnableBatch batch)
    {
        _surroundings.Work.Spend("lru.drain-folio", _folios.DrainLru());
        Self.Tell(new UnpinCollected(batch));
    }

    /// <summary>All of the batch goes back, the good ones too: what is mapped may be another page by the time. A folio
    /// that waits in a batch for the LRU list again is not moved, and the pin comes round once more.</summary>
    private void OnUnpinCollected(UnpinnableBatch batch)
    {
        List<Pfn> isolated = IsDraining ? batch.Folios.FindAll(IsIsolatable) : batch.Folios;
        MigrationJob job = new(isolated, batch.Migrate.AddressSpace, batch.Requester, longterm: true)
        {
            Number = batch.Migrate.Pin,
            Undrained = isolated.FindAll(frame => !IsIsolatable(frame)),
        };
        DropAll(batch.Migrate.Pin, batch.Migrate.Runs, isGet: false);
        Self.Tell(new ContinueJob(job));
    }

    /// <summary>The first frames of the folios to be moved, those of a device first.</summary>
    private List<Pfn> Collect(ReadOnlySpan<PinnedRun> runs)
    {
        List<Pfn> ofDevices = [];
        List<Pfn> others = [];
        Pfn? last = null;
        foreach (PinnedRun run in runs)
        {
            if (_folios.TryFind(run.Frame, out Folio folio) && !folio.IsLongtermPinnable && last != folio.Head)
            {
                last = folio.Head;
                (folio.Zone == MemoryZone.DeviceCoherent ? ofDevices : others).Add(folio.Head);
            }
        }

        return [.. ofDevices, .. others];
    }

    private bool IsIsolatable(Pfn frame) =>
        _folios.TryFind(frame, out Folio folio) && !folio.Has(FolioFlags.InLruBatch);

    private sealed record DrainLru(UnpinnableBatch Batch);

    private sealed record UnpinCollected(UnpinnableBatch Batch);
}
