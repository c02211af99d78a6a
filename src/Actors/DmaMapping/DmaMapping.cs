using static PhyrActors.Actors.DmaMappingProtocol;

namespace PhyrActors.Actors;

/// <summary>The DMA API in front of every way to map: decides for each device whether its addresses are the memory's
/// own, a bus's, an aperture's, a bounce slot's or a domain's.</summary>
/// <remarks>A list that all lies in place is given back as it is, an alias; a domain makes it one entry; everything
/// else is a list. A map that fails gives back all it had taken before it says so. Source:
/// kernel/dma/mapping.c, direct.h and drivers/iommu/dma-iommu.c, v7.0.</remarks>
public sealed partial class DmaMapping : ReceiveActor
{
    private readonly SortedDictionary<int, DmaClient> _clients = [];
    private readonly Dictionary<(int Device, ulong Start), List<LiveMapping>> _live = [];
    private readonly Dictionary<long, MapJob> _maps = [];
    private readonly HashSet<int> _needsUnmap = [];
    private readonly BouncedPieces _bounced = new();
    private readonly SwiotlbSettings? _pool;
    private readonly IActorRef _swiotlb;
    private readonly GartAperture? _gart;
    private readonly Surroundings _surroundings;
    private long _ticket;

    /// <param name="clients">The devices.</param>
    /// <param name="pool">Where the bounce pool lies; null for none.</param>
    /// <param name="swiotlb">The pool; nobody for none.</param>
    /// <param name="gart">The aperture of the machine, if any.</param>
    /// <param name="surroundings">Choices, work and defects.</param>
    public DmaMapping(
        IReadOnlyList<DmaClient> clients,
        SwiotlbSettings? pool,
        IActorRef swiotlb,
        GartAperture? gart,
        Surroundings surroundings)
    {
        (_pool, _swiotlb, _gart, _surroundings) = (pool, swiotlb, gart, surroundings);
        foreach (DmaClient client in clients)
        {
            _clients.Add(client.Device.Number, client);
            if (client.Device.HasIova || !client.Device.IsCoherent)
            {
                _needsUnmap.Add(client.Device.Number);
            }
        }

        Receive<Map>(OnMap);
        Receive<Unmap>(OnUnmap);
        Receive<Sync>(OnSync);
        Receive<SwiotlbProtocol.Taken>(OnTaken);
        Receive<SwiotlbProtocol.PoolFull>(full => Refuse(_maps[full.Request], DmaRefusal.PoolFull));
        Receive<SwiotlbProtocol.Released>(OnReleased);
        Receive<SwiotlbProtocol.Synced>(OnSlotSynced);
        Receive<IommuDomainProtocol.Allocated>(OnAllocated);
        Receive<IommuDomainProtocol.AllocRefused>(
            refused => Refuse(_maps[refused.Request], DmaRefusal.NoAddress));
        Receive<IommuDomainProtocol.Linked>(OnLinked);
        Receive<IommuDomainProtocol.Synced>(OnWindowSynced);
        Receive<IommuDomainProtocol.Destroyed>(destroyed => OnClosed(destroyed.State, destroyed.Errno));
        Receive<IommuDomainProtocol.Mapped>(OnListMapped);
        Receive<IommuDomainProtocol.Unmapped>(unmapped => OnClosed(unmapped.Start, unmapped.Errno));
    }

    private void OnMap(Map map)
    {
        if (!_clients.TryGetValue(map.Device, out DmaClient? client))
        {
            Sender.Tell(new MapRefused(map.Request, DmaRefusal.NoMask, Errno.ENODEV));
            return;
        }

        MapJob job = new(++_ticket, Sender, map, client)
        {
            NeededUnmap = _needsUnmap.Contains(map.Device),
        };
        _maps.Add(job.Ticket, job);
        DmaRefusal refusal = DmaMapRules.Check(client.Device, map.Direction, map.Attributes);
        if (refusal != DmaRefusal.None)
        {
            Refuse(job, refusal);
        }
        else if (client.Device.HasIova && IsOneWindow(job))
        {
            job.Chunk = map.Range.ChunkCount;
            OpenWindow(job, map.Range);
        }
        else if (!TryWholeAperture(job))
        {
            MapChunks(job);
        }
    }

    /// <summary>Goes on from the next chunk until one has to wait for another actor.</summary>
    private void MapChunks(MapJob job)
    {
        while (job.Chunk < job.Map.Range.ChunkCount)
        {
            DmaRefusal refusal = MapChunk(job, job.Map.Range[job.Chunk], out bool waits);
            if (refusal != DmaRefusal.None)
            {
                Refuse(job, refusal);
                return;
            }

            if (waits)
            {
                return;
            }

            job.Chunk++;
        }

        Finish(job);
    }

    private DmaRefusal MapChunk(MapJob job, Phyr chunk, out bool waits)
    {
        waits = false;
        DmaDevice device = job.Device.Device;
        DmaAttributes attributes = job.Map.Attributes;
        foreach (PeerWindow peer in job.Map.Peers.Span)
        {
            if (peer.Cpu.Contains(chunk))
            {
                if (peer.Type == P2pMapType.BusAddr)
                {
                    job.Plan.Add(new DmaRange(peer.ToBus(chunk.Start), chunk.LengthBytes));
                    return DmaRefusal.None;
                }

                if (peer.Type != P2pMapType.ThruHostBridge)
                {
                    return DmaRefusal.PeerNotReachable;
                }

                attributes |= DmaAttributes.Mmio;
            }
        }

        if (device.Ops == DmaOps.Gart)
        {
            return MapInAperture(job, chunk);
        }

        BusAddr bus = default;
        DmaRefusal refusal = device.HasIova
            ? IommuMapping.Plan(
                device, chunk, job.Map.Direction, attributes, PageSize.Size4KiB, out bool bounces)
            : DirectMapping.Plan(
                device, chunk, job.Map.Direction, attributes, _pool is not null, out bus, out bounces);
        if (refusal != DmaRefusal.None)
        {
            return refusal;
        }

        waits = bounces || device.HasIova;
        if (bounces)
        {
            return TakeSlot(job, chunk);
        }

        if (device.HasIova)
        {
            OpenWindow(job, RangeOf(chunk));
        }
        else if (bus.Value == chunk.Start.Value)
        {
            job.Plan.AddInPlace(chunk);
        }
        else
        {
            job.Plan.Add(new DmaRange(bus, chunk.LengthBytes));
        }

        return DmaRefusal.None;
    }

    private void Finish(MapJob job)
    {
        _maps.Remove(job.Ticket);
        Map map = job.Map;
        MapPlan plan = job.Plan.Build();
        bool needsUnmap = _surroundings.Mutations.Has(Mutation.M22)
            ? job.NeededUnmap
            : _needsUnmap.Contains(map.Device) || job.Device.Device.Ops == DmaOps.Gart;
        (int Device, ulong Start) key = (map.Device, StartOf(plan));
        if (!_live.TryGetValue(key, out List<LiveMapping>? mappings))
        {
            _live.Add(key, mappings = []);
        }

        // What a driver may forget has no end that we would hear of: the next one at that address takes its place.
        mappings.RemoveAll(static live => live.IsForgettable);
        mappings.Add(new LiveMapping(map.Range, map.Keeper, plan, job.Pieces, needsUnmap));
        job.Pieces.ForEach(piece => _bounced.Add(map.Device, piece));
        Context.System.EventStream.Publish(new DmaMapped(
            map.Device,
            TypeOf(map.Range.ChunkCount),
            map.Range,
            plan,
            map.Direction,
            map.Attributes,
            job.IsBounced,
            needsUnmap));
        if (plan.Kind == MapPlanKind.Alias && map.Keeper >= 0)
        {
            Context.System.EventStream.Publish(new ListAliased(map.Device, map.Keeper, map.Range));
        }

        job.Client.Tell(new Mapped(map.Request, plan, needsUnmap));
    }

    /// <summary>Gives back what the map had taken, and then says no.</summary>
    private void Refuse(MapJob job, DmaRefusal refusal)
    {
        _maps.Remove(job.Ticket);
        Map map = job.Map;
        GiveBack(
            job.Device,
            job.Slot is { } slot ? [.. job.Pieces, new MappedPiece(SlotEntry(slot), slot)] : job.Pieces,
            map.Direction,
            DmaAttributes.SkipCpuSync,
            map.Cpu,
            _ =>
            {
                Context.System.EventStream.Publish(new DmaMapFailed(
                    map.Device, TypeOf(map.Range.ChunkCount), refusal, refusal.ToErrno()));
                job.Client.Tell(new MapRefused(map.Request, refusal, refusal.ToErrno()));
            });
    }

    private static DmaMapType TypeOf(int entries) => entries == 1 ? DmaMapType.Phys : DmaMapType.Sg;

    private static DmaRange SlotEntry(BounceSlot slot) =>
        new(new BusAddr(slot.Address.Value), slot.LengthBytes);

    private static ulong StartOf(MapPlan plan) => StartOf(plan[0]);

    private static RangeCpu RangeOf(Phyr phyr) => RangeCpuBuilder.TryFrom([phyr])!;
}
