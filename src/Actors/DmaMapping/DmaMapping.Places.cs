namespace PhyrActors.Actors;

/// <summary>Places that have to be asked for: bounce slots, windows of IOVA, the aperture.</summary>
public sealed partial class DmaMapping
{
    private readonly Dictionary<(IActorRef Domain, Iova State), MapJob> _linking = [];

    /// <summary>The whole list goes into one window: nothing of it is bounced, and no peer is reached otherwise.
    /// </summary>
    private static bool IsOneWindow(MapJob job)
    {
        DmaDevice device = job.Device.Device;
        foreach (Phyr chunk in job.Map.Range)
        {
            DmaRefusal refusal = IommuMapping.Plan(
                device, chunk, job.Map.Direction, job.Map.Attributes, PageSize.Size4KiB, out bool bounces);
            if (refusal != DmaRefusal.None || bounces)
            {
                return false;
            }

            foreach (PeerWindow peer in job.Map.Peers.Span)
            {
                if (peer.Cpu.Overlaps(chunk))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private DmaRefusal TakeSlot(MapJob job, Phyr chunk)
    {
        if (_pool is null)
        {
            return DmaRefusal.PoolFull;
        }

        DmaDevice device = job.Device.Device;
        ulong align = device.HasIova ? PageSize.Size4KiB.OffsetMask : 0;
        _swiotlb.Tell(new SwiotlbProtocol.Take(
            job.Ticket, device, chunk, align, job.Map.Direction, job.Map.Cpu));
        return DmaRefusal.None;
    }

    private void OnTaken(SwiotlbProtocol.Taken taken)
    {
        MapJob job = _maps[taken.Request];
        DmaDevice device = job.Device.Device;
        (job.Slot, job.IsBounced) = (taken.Slot, true);
        _needsUnmap.Add(device.Number);
        if (device.HasIova)
        {
            OpenWindow(job, RangeOf(taken.Slot.Phyr));
            return;
        }

        if (!device.TryToBus(taken.Slot.Phyr, out BusAddr bus) || !device.CanReach(bus, taken.Slot.LengthBytes))
        {
            Refuse(job, DmaRefusal.AddressOverflow);
            return;
        }

        DmaRange entry = new(bus, taken.Slot.LengthBytes);
        AddPiece(job, new MappedPiece(entry, taken.Slot));
    }

    private static void OpenWindow(MapJob job, RangeCpu range)
    {
        job.Linking = range;
        if (job.Device.Api == DmaApi.Sg)
        {
            job.Device.Domain.Tell(new IommuDomainProtocol.MapSg(
                job.Ticket, range, KeeperOf(job), job.Map.Direction, job.Map.Cpu, job.Map.Device));
            return;
        }

        job.Device.Domain.Tell(new IommuDomainProtocol.TryAlloc(
            job.Ticket, range.LengthBytes, range[0].Start, job.Map.Cpu, job.Map.Device));
    }

    private void OnAllocated(IommuDomainProtocol.Allocated allocated)
    {
        MapJob job = _maps[allocated.Request];
        _linking.Add((Sender, allocated.State), job);
        job.Device.Domain.Tell(new IommuDomainProtocol.Link(
            allocated.State,
            job.Linking!,
            KeeperOf(job),
            job.Map.Direction,
            job.Map.Cpu,
            Device: job.Map.Device));
    }

    private void OnLinked(IommuDomainProtocol.Linked linked)
    {
        MapJob job = _linking[(Sender, linked.State)];
        if (linked.Errno != Errno.None)
        {
            CloseWindow(job, linked.State, linked.LengthBytes);
            return;
        }

        job.Device.Domain.Tell(new IommuDomainProtocol.Sync(
            linked.State, 0, job.Linking!.LengthBytes, job.Map.Cpu, job.Map.Device));
    }

    private void OnWindowSynced(IommuDomainProtocol.Synced synced)
    {
        MapJob job = _linking[(Sender, synced.State)];
        ulong lengthBytes = job.Linking!.LengthBytes;
        if (synced.Errno != Errno.None)
        {
            CloseWindow(job, synced.State, lengthBytes);
            return;
        }

        _linking.Remove((Sender, synced.State));
        AddWindow(job, synced.State, lengthBytes);
    }

    /// <summary>A domain makes one entry of a list; a refusal has left nothing in it.</summary>
    private void OnListMapped(IommuDomainProtocol.Mapped mapped)
    {
        MapJob job = _maps[mapped.Request];
        if (mapped.Range is { } entries)
        {
            AddWindow(job, entries[0].Iova, entries.LengthBytes);
        }
        else
        {
            Refuse(job, mapped.Errno == Errno.ENOMEM ? DmaRefusal.NoAddress : DmaRefusal.TableRefused);
        }
    }

    private void AddWindow(MapJob job, Iova state, ulong lengthBytes)
    {
        if (job.Slot is { } slot)
        {
            Context.System.EventStream.Publish(new BounceLinked(slot, job.Device.DomainNumber, state));
        }

        AddPiece(job, new MappedPiece(new DmaRange(state, lengthBytes), job.Slot, state));
    }

    /// <summary>A slot keeps its own memory.</summary>
    private static long KeeperOf(MapJob job) => job.Slot is null ? job.Map.Keeper : -1;

    /// <summary>A window that could not be filled: what is linked goes, then the map is refused.</summary>
    private void CloseWindow(MapJob job, Iova state, ulong linkedBytes)
    {
        _linking.Remove((Sender, state));
        _failed.Add((Sender, state), job);
        job.LinkedBytes = linkedBytes;
        job.Device.Domain.Tell(new IommuDomainProtocol.Destroy(state, linkedBytes, job.Map.Cpu, job.Map.Device));
    }

    private void AddPiece(MapJob job, MappedPiece piece)
    {
        job.Pieces.Add(piece);
        job.Plan.Add(piece.Entry);
        (job.Slot, job.Chunk) = (null, job.Chunk + 1);
        MapChunks(job);
    }

    /// <summary>A list that the device cannot send any of is one run of the aperture, if there is room.</summary>
    private bool TryWholeAperture(MapJob job)
    {
        DmaDevice device = job.Device.Device;
        if (device.Ops != DmaOps.Gart || job.Map.Range.ChunkCount == 1 || job.Map.Peers.Length > 0)
        {
            return false;
        }

        List<Phyr> chunks = [];
        foreach (Phyr chunk in job.Map.Range)
        {
            if (!GartAperture.IsNeeded(device, chunk))
            {
                return false;
            }

            chunks.Add(chunk);
        }

        if (_gart!.TryMap(device, chunks.ToArray(), out DmaRange mapped) != Errno.None)
        {
            return false;
        }

        job.Chunk = job.Map.Range.ChunkCount;
        AddPiece(job, new MappedPiece(mapped, IsGart: true));
        return true;
    }

    private DmaRefusal MapInAperture(MapJob job, Phyr chunk)
    {
        if (!GartAperture.IsNeeded(job.Device.Device, chunk))
        {
            job.Plan.AddInPlace(chunk);
            return DmaRefusal.None;
        }

        if (_gart!.TryMap(job.Device.Device, [chunk], out DmaRange mapped) != Errno.None)
        {
            return DmaRefusal.NoAddress;
        }

        job.Plan.Add(mapped);
        job.Pieces.Add(new MappedPiece(mapped, IsGart: true));
        return DmaRefusal.None;
    }
}
