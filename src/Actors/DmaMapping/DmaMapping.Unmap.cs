using static PhyrActors.Actors.DmaMappingProtocol;

namespace PhyrActors.Actors;

/// <summary>Unmapping: entries and their invalidation first, then the bounce slot with its copy.</summary>
/// <remarks>Order: drivers/iommu/dma-iommu.c:iommu_dma_unmap_phys(), v7.0.</remarks>
public sealed partial class DmaMapping
{
    private readonly Dictionary<long, UnmapJob> _unmaps = [];
    private readonly Dictionary<(IActorRef Domain, Iova State), UnmapJob> _destroying = [];
    private readonly Dictionary<(IActorRef Domain, Iova State), MapJob> _failed = [];
    private readonly Dictionary<long, (IActorRef Client, long Request)> _syncs = [];

    private void OnUnmap(Unmap unmap)
    {
        Context.System.EventStream.Publish(new DmaUnmapped(
            unmap.Device, TypeOf(unmap.Entries), unmap.Start, unmap.LengthBytes, unmap.Entries, unmap.Direction));
        if (!_live.TryGetValue((unmap.Device, unmap.Start), out List<LiveMapping>? mappings))
        {
            Sender.Tell(new Unmapped(unmap.Request, Errno.EINVAL));
            return;
        }

        // Where an address is mapped several times, as direct ones may be, the one of that length is meant.
        int index = Math.Max(mappings.FindIndex(live => live.Plan.LengthBytes == unmap.LengthBytes), 0);
        LiveMapping mapping = mappings[index];
        mappings.RemoveAt(index);
        if (mappings.Count == 0)
        {
            _live.Remove((unmap.Device, unmap.Start));
        }

        if (mapping.Plan.Kind == MapPlanKind.Alias && mapping.Keeper >= 0)
        {
            Context.System.EventStream.Publish(new AliasDropped(unmap.Device, mapping.Keeper, mapping.Range));
        }

        foreach (MappedPiece piece in mapping.Pieces)
        {
            _bounced.Remove(unmap.Device, piece);
        }

        IActorRef client = Sender;
        GiveBack(
            _clients[unmap.Device],
            mapping.Pieces,
            unmap.Direction,
            unmap.Attributes,
            unmap.Cpu,
            errno => client.Tell(new Unmapped(unmap.Request, errno)),
            mapping.Plan.Count == 1 ? unmap.LengthBytes : ulong.MaxValue);
    }

    private void GiveBack(
        DmaClient device,
        IReadOnlyList<MappedPiece> pieces,
        DmaDirection direction,
        DmaAttributes attributes,
        int cpu,
        Action<Errno> then,
        ulong copiedBytes = ulong.MaxValue)
    {
        UnmapJob job = new(++_ticket, device, pieces, direction, attributes, cpu, then)
        {
            CopiedBytes = copiedBytes,
        };
        _unmaps.Add(job.Ticket, job);
        GiveBackNext(job);
    }

    private void GiveBackNext(UnmapJob job)
    {
        if (job.Piece == job.Pieces.Count)
        {
            _unmaps.Remove(job.Ticket);
            job.Then(job.Errno);
            return;
        }

        MappedPiece piece = job.Pieces[job.Piece];
        if (piece.IsGart)
        {
            _gart!.Unmap(piece.Entry);
        }

        if (piece.State is { } state)
        {
            if (piece.Slot is not null && _surroundings.Mutations.Has(Mutation.D5))
            {
                ReleaseSlot(job, piece);
                return;
            }

            if (piece.Slot is not null && _surroundings.Mutations.Has(Mutation.M25))
            {
                ReleaseSlot(job, piece);
            }

            CloseEntry(job, piece, state);
        }
        else if (piece.Slot is not null)
        {
            ReleaseSlot(job, piece);
        }
        else
        {
            Next(job);
        }
    }

    private void CloseEntry(UnmapJob job, MappedPiece piece, Iova state)
    {
        _destroying.Add((job.Device.Domain, state), job);
        TellToClose(job, piece, state);
    }

    private static void TellToClose(UnmapJob job, MappedPiece piece, Iova state)
    {
        DmaClient device = job.Device;
        ulong lengthBytes = piece.Entry.LengthBytes;
        device.Domain.Tell(device.Api == DmaApi.Sg
            ? new IommuDomainProtocol.UnmapSg(state, lengthBytes, job.Cpu, device.Device.Number)
            : new IommuDomainProtocol.Destroy(state, lengthBytes, job.Cpu, device.Device.Number));
    }

    private void OnClosed(Iova state, Errno errno)
    {
        if (_failed.TryGetValue((Sender, state), out MapJob? failed))
        {
            OnFailedClosed(failed, state, errno);
            return;
        }

        UnmapJob job = _destroying[(Sender, state)];
        MappedPiece piece = job.Pieces[job.Piece];
        if (errno != Errno.None && job.DestroysFailed++ < DestroyRetriesMax)
        {
            // What the device may still reach is not given back: the invalidation is asked for again.
            TellToClose(job, piece, state);
            return;
        }

        _destroying.Remove((Sender, state));
        job.Errno = job.Errno == Errno.None ? errno : job.Errno;
        if (piece.Slot is not null && errno == Errno.None && !job.IsSlotGone
            && !_surroundings.Mutations.Has(Mutation.M25))
        {
            ReleaseSlot(job, piece);
        }
        else
        {
            Next(job);
        }
    }

    /// <summary>The window of a map that failed: its slot goes back after it, and only then.</summary>
    private void OnFailedClosed(MapJob failed, Iova state, Errno errno)
    {
        if (errno != Errno.None && failed.DestroysFailed++ < DestroyRetriesMax)
        {
            Sender.Tell(new IommuDomainProtocol.Destroy(
                state, failed.LinkedBytes, failed.Map.Cpu, failed.Map.Device));
            return;
        }

        _failed.Remove((Sender, state));
        failed.Slot = errno == Errno.None ? failed.Slot : null;
        Refuse(failed, DmaRefusal.TableRefused);
    }

    private void ReleaseSlot(UnmapJob job, MappedPiece piece)
    {
        BounceSlot slot = piece.Slot!.Value;
        _swiotlb.Tell(new SwiotlbProtocol.Release(
            job.Ticket, slot.Address, Math.Min(slot.LengthBytes, job.CopiedBytes), job.Direction, job.Attributes));
    }

    private void OnReleased(SwiotlbProtocol.Released released)
    {
        bool isLate = _surroundings.Mutations.Has(Mutation.M25)
            && (!_unmaps.TryGetValue(released.Request, out UnmapJob? at) || _destroying.ContainsValue(at));
        if (isLate)
        {
            return;
        }

        UnmapJob job = _unmaps[released.Request];
        if (_surroundings.Mutations.Has(Mutation.D5) && job.Pieces[job.Piece].State is { } state)
        {
            job.IsSlotGone = true;
            CloseEntry(job, job.Pieces[job.Piece], state);
            return;
        }

        Next(job);
    }

    private void Next(UnmapJob job)
    {
        job.Piece++;
        job.IsSlotGone = false;
        GiveBackNext(job);
    }

    private void OnSync(Sync sync)
    {
        Context.System.EventStream.Publish(new DmaSynced(
            sync.Device, sync.Start, sync.LengthBytes, sync.Direction, sync.ForDevice));
        if (!_bounced.TryFind(sync.Device, sync.Start, out MappedPiece found))
        {
            Sender.Tell(new Synced(sync.Request, Errno.None));
            return;
        }

        _syncs.Add(++_ticket, (Sender, sync.Request));
        ulong offset = sync.Start - StartOf(found.Entry);
        BounceSlot slot = found.Slot!.Value;
        _swiotlb.Tell(new SwiotlbProtocol.Sync(
            _ticket, slot.Address + offset, sync.LengthBytes, sync.Direction, sync.ForDevice));
    }

    private void OnSlotSynced(SwiotlbProtocol.Synced synced)
    {
        _syncs.Remove(synced.Request, out (IActorRef Client, long Request) sync);
        sync.Client.Tell(new Synced(sync.Request, synced.Errno));
    }

    private static ulong StartOf(DmaRange entry) => entry.IsBus ? entry.BusAddr.Value : entry.Iova.Value;
}
