using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors;

/// <summary>dma_map_phys and dma_map_sg on the machinery of dma_iova_*: a window, a link, a sync; a failure of any of
/// them leaves nothing.</summary>
public sealed partial class IommuDomain
{
    private const int UndoRetriesMax = 256;

    private void OnMapPhys(MapPhys map)
    {
        RangeCpu? range = map.Phys.LengthBytes == 0 ? null : RangeCpuBuilder.TryFrom([map.Phys]);
        if (range is null)
        {
            Sender.Tell(new Mapped(map.Request, null, Errno.EINVAL));
            return;
        }

        Map(map.Request, range, MappingCall.MapPhys, map.Keeper, map.Direction, map.Cpu, map.Device);
    }

    private void OnMapSg(MapSg map) =>
        Map(map.Request, map.Range, MappingCall.MapSg, map.Keeper, map.Direction, map.Cpu, map.Device);

    private void Map(
        long request,
        RangeCpu range,
        MappingCall call,
        long keeper,
        DmaDirection direction,
        int cpu,
        int device)
    {
        IActorRef client = Sender;
        Errno errno = Allocate(range.LengthBytes, range[0].Start, call, cpu, device, out MappingState? mapping);
        if (errno == Errno.EOPNOTSUPP)
        {
            client.Tell(new Mapped(request, AsItIs(range), Errno.None));
            return;
        }

        if (mapping is null)
        {
            client.Tell(new Mapped(request, null, errno));
            return;
        }

        (mapping.Keeper, mapping.Prot) = (keeper, direction.ToProt());
        Begin(mapping, cpu, linked => GoOn(mapping, linked, client, request, () =>
        {
            Begin(mapping, cpu, synced => GoOn(mapping, synced, client, request, () => client.Tell(
                new Mapped(request, new RangeDma(new DmaRange(mapping.Address, range.LengthBytes)), Errno.None))));
            StartSync(mapping, 0, range.LengthBytes);
        }));
        StartLink(mapping, range, 0);
    }

    /// <summary>Goes on, or undoes what there is and tells why.</summary>
    private void GoOn(MappingState mapping, Errno errno, IActorRef client, long request, Action next)
    {
        if (errno == Errno.None)
        {
            next();
            return;
        }

        IovaWindow window = mapping.State.Window;
        Undo(mapping, UndoRetriesMax, () =>
        {
            Context.System.EventStream.Publish(new MapFailed(Domain, window.Start, window.LengthBytes));
            client.Tell(new Mapped(request, null, errno));
        });
    }

    /// <summary>Gives a window back; nobody else could ask again for what is not invalidated yet.</summary>
    private void Undo(MappingState mapping, int retries, Action then)
    {
        Begin(mapping, mapping.Cpu, errno =>
        {
            if (errno != Errno.None && retries > 0)
            {
                Undo(mapping, retries - 1, then);
            }
            else
            {
                then();
            }
        });
        StartDestroy(mapping, mayQueue: false);
    }

    private static RangeDma AsItIs(RangeCpu range)
    {
        DmaRange[] entries = new DmaRange[range.ChunkCount];
        for (int chunk = 0; chunk < entries.Length; chunk++)
        {
            entries[chunk] = new DmaRange(new Iova(range[chunk].Start.Value), range[chunk].LengthBytes);
        }

        return new RangeDma(entries);
    }

    private void OnUnmap(MappingCall call, Iova start, ulong lengthBytes, int cpu, int device)
    {
        IActorRef client = Sender;
        if (_type == DomainType.Passthrough)
        {
            client.Tell(new Unmapped(start, Errno.None));
            return;
        }

        if (!TryBegin(start, device, call, out MappingState mapping, out Errno errno))
        {
            client.Tell(new Unmapped(start, errno));
            return;
        }

        if (lengthBytes != mapping.State.LinkedBytes)
        {
            Refuse(start, MappingMisuse.OtherLength, Errno.EINVAL);
            client.Tell(new Unmapped(start, Errno.EINVAL));
            return;
        }

        Begin(mapping, cpu, result => client.Tell(new Unmapped(start, result)));
        StartDestroy(mapping, mayQueue: true);
    }
}
