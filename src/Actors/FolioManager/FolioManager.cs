using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Owns the folios and the buddy allocator: the only one that changes a reference, pin or map count.</summary>
/// <remarks>Frames that change hands are handed over in <see cref="PhysicalMemory"/>, and answered, before their new
/// owner hears of them. Sources: mm/gup.c, include/linux/mm.h, mm/migrate.c, v6.16.</remarks>
public sealed partial class FolioManager : ReceiveActor
{
    private readonly FolioTable _folios;
    private readonly IActorRef _memory;
    private readonly Surroundings _surroundings;
    private readonly Dictionary<long, Handover> _handovers = [];
    private long _tickets;

    public FolioManager(FolioTable folios, IActorRef memory, Surroundings surroundings)
    {
        (_folios, _memory, _surroundings) = (folios, memory, surroundings);
        Receive<TakePins>(OnTakePins);
        Receive<DropPins>(OnDropPins);
        Receive<ReleasePins>(OnReleasePins);
        Receive<BreakCow>(OnBreakCow);
        Receive<CopyPages>(OnCopyPages);
        Receive<PutMappings>(OnPutMappings);
        Receive<MigrateFolio>(OnMigrateFolio);
        Receive<UnmappedForMigration>(OnUnmappedForMigration);
        Receive<MappingRestored>(OnMappingRestored);
        Receive<LendFrames>(OnLendFrames);
        Receive<PhysicalMemoryProtocol.HandedOver>(OnHandedOver);
    }

    private void OnTakePins(TakePins take)
    {
        ReadOnlySpan<PteRun> entries = take.Entries.Span;
        PinnedRun[] taken = new PinnedRun[entries.Length];
        int count = 0;
        Errno errno = Errno.None;
        bool isLongterm = take.Batch.Flags.HasFlag(PinFlags.Longterm);
        while (count < entries.Length)
        {
            PteRun entry = entries[count];
            errno = TryPin(entry, isLongterm, out FrameBlock folio);
            if (errno != Errno.None)
            {
                break;
            }

            taken[count++] = new PinnedRun(entry.Frame, entry.Pages, folio);
        }

        _surroundings.Work.Spend("folio.pin", count);
        ReadOnlyMemory<PinnedRun> runs = taken.AsMemory(0, count);
        if (count > 0)
        {
            Context.System.EventStream.Publish(new FramesPinned(take.Batch.Pin, runs));
        }

        take.AddressSpace.Tell(
            new AddressSpaceProtocol.Recheck(take.Batch, take.WriteProtectSeq, take.Entries, runs, errno), Sender);
    }

    /// <summary>ENOMEM for a folio that may not be pinned for long, as when moving it to where it may be has
    /// failed.</summary>
    private Errno TryPin(PteRun entry, bool isLongterm, out FrameBlock block)
    {
        Errno errno = _folios.TryPin(entry.Frame, entry.Pages, out Folio folio);
        block = folio.Block;
        if (errno == Errno.None && isLongterm && !folio.IsLongtermPinnable)
        {
            _folios.Unpin(entry.Frame, entry.Pages);
            errno = Errno.ENOMEM;
        }

        return errno;
    }

    private void OnDropPins(DropPins drop)
    {
        foreach (PinnedRun run in drop.Runs.Span)
        {
            Unpin(drop.Pin, run.Frame, run.Pages);
        }

        _surroundings.Work.Spend("folio.unpin", drop.Runs.Length);
        Context.System.EventStream.Publish(new FramesDropped(drop.Pin, drop.Runs));
        Sender.Tell(new PinsDropped(drop.Pin));
    }

    private void OnReleasePins(ReleasePins release)
    {
        int end = release.FirstChunk + release.Chunks;
        for (int chunk = release.FirstChunk; chunk < end; chunk++)
        {
            Phyr phyr = release.Range[chunk];
            Pfn first = Pfn.Of(phyr.Start);
            int pages = (int)(Pfn.Of(phyr.Last).Value - first.Value) + 1;
            if (release.Dirty)
            {
                _folios.TryChangeFlags(first, FolioFlags.Dirty);
            }

            Unpin(release.Pin, first, pages);
        }

        _surroundings.Work.Spend("folio.unpin", release.Chunks);
        Context.System.EventStream.Publish(new FramesUnpinned(
            release.Pin, release.Range, release.FirstChunk, release.Chunks, release.Dirty));
        Sender.Tell(new PinsReleased(release.Pin, release.FirstChunk, release.Chunks));
    }

    private void Unpin(long pin, Pfn frame, int pages)
    {
        FolioRelease released = _folios.Unpin(frame, pages);
        if (released is FolioRelease.Underflow or FolioRelease.Absent)
        {
            Context.System.EventStream.Publish(new UnpinUnderflowed(pin, frame, released));
        }
    }

    private void OnPutMappings(PutMappings put)
    {
        foreach (PteRun entry in put.Entries.Span)
        {
            if (_folios.Unmap(entry.Frame) is FolioRelease.Underflow or FolioRelease.Absent)
            {
                throw new InvariantException($"A mapping of {entry.Frame} was given back that nobody had.");
            }
        }

        _surroundings.Work.Spend("folio.unmap", put.Entries.Length);
        if (put.Answer)
        {
            Sender.Tell(new AddressSpaceProtocol.MappingsPut());
        }
    }

    private void OnLendFrames(LendFrames lend)
    {
        List<Pfn> lent = [];
        List<FrameBlock> blocks = [];
        while (lent.Count < lend.Count
            && _folios.TryAllocate(0, MemoryZone.Normal, out Folio folio) == Errno.None)
        {
            lent.Add(folio.Head);
            blocks.Add(folio.Block);
        }

        HandOver(blocks, Sender, new FramesLent(lent.ToArray()), Sender);
    }

    /// <summary>Has the blocks handed over, and then sends the answer.</summary>
    private void HandOver(List<FrameBlock> blocks, IActorRef to, object answer, IActorRef inNameOf)
    {
        if (blocks.Count == 0)
        {
            to.Tell(answer, inNameOf);
            return;
        }

        long ticket = ++_tickets;
        _handovers.Add(ticket, new Handover(to, answer, inNameOf));
        _memory.Tell(new PhysicalMemoryProtocol.HandOver(ticket, blocks.ToArray()));
    }

    private void OnHandedOver(PhysicalMemoryProtocol.HandedOver handed)
    {
        if (!_handovers.Remove(handed.Ticket, out Handover handover))
        {
            throw new InvariantException($"Hand-over {handed.Ticket} was answered twice.");
        }

        handover.To.Tell(handover.Answer, handover.InNameOf);
    }

    private readonly record struct Handover(IActorRef To, object Answer, IActorRef InNameOf);
}
