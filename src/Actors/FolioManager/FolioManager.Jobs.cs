using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Many folios moved for one purpose: a pin for long, a block to be emptied.</summary>
/// <remarks>Sources: mm/gup.c:migrate_longterm_unpinnable_folios, mm/memory_hotplug.c:offline_pages, mm/compaction.c,
/// v6.16. A folio of which not all mappings are found stays (<see cref="OnUnmappedEverywhere"/>).</remarks>
public sealed partial class FolioManager
{
    private void OnEvacuate(Evacuate evacuate)
    {
        Errno errno = _folios.TryIsolate(evacuate.Frame);
        MigrationJob job = new(
            [.. _folios.FoliosIn(evacuate.Frame).Select(static folio => folio.Head)],
            evacuate.AddressSpace,
            Sender,
            longterm: false)
        {
            Number = (long)evacuate.Frame.Value,
            Offline = evacuate.Offline,
        };
        if (errno != Errno.None)
        {
            Sender.Tell(new Evacuated(evacuate.Frame, errno));
            return;
        }

        _folios.DrainLru();
        RunJob(job);
    }

    private void RunJob(MigrationJob job)
    {
        if (job.IsDone)
        {
            EndJob(job, Errno.None);
            return;
        }

        Begin(new Moving(job.Current, RmapOperation.Migrate, job.AddressSpace, Self)
        {
            Longterm = job.Longterm,
            Job = job,
        });
    }

    private void OnJobMoved(MigrationJob job, Pfn frame, Errno errno)
    {
        bool isGone = !_folios.TryFind(frame, out Folio folio)
            || (job.Longterm ? folio.IsLongtermPinnable : folio.Head != frame);
        if (errno == Errno.None || isGone)
        {
            job.MoveOn();
            Self.Tell(new ContinueJob(job));
            return;
        }

        if (errno != Errno.ENOMEM && --job.PassesLeft > 0)
        {
            Self.Tell(new ContinueJob(job));
            return;
        }

        bool isBusy = !job.Longterm || folio.Zone == MemoryZone.DeviceCoherent;
        EndJob(job, isBusy ? Errno.EBUSY : Errno.ENOMEM);
    }

    private void EndJob(MigrationJob job, Errno errno)
    {
        if (job.Longterm)
        {
            if (errno != Errno.None && job.Undrained.Contains(job.Current))
            {
                Context.System.EventStream.Publish(new UndrainedPinFailed(job.Number, job.Current));
            }

            job.Requester.Tell(new UnpinnableMigrated(job.Number, errno == Errno.None ? Errno.EAGAIN : errno));
            return;
        }

        Pfn frame = new((ulong)job.Number);
        errno = job.Offline && errno == Errno.None ? _folios.TryOffline(frame) : errno;
        _folios.Deisolate(frame);

        Context.System.EventStream.Publish(new BlockEvacuated(frame, job.Offline, errno));
        job.Requester.Tell(new Evacuated(frame, errno));
    }

    private sealed record ContinueJob(MigrationJob Job);
}
