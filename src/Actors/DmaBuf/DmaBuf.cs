using static PhyrActors.Actors.DmaBufProtocol;

namespace PhyrActors.Actors;

/// <summary>A handle for memory of a peer: importers attach and have it mapped for their devices, and the exporter can
/// take it back.</summary>
/// <remarks>Map, unmap, revoke and restore each hold the reservation token. How a device reaches the exporter is
/// decided at each map; the kernel keeps its first decision. That a device no longer uses the addresses its importer
/// says (<see cref="PeerAddressReturned"/>). Sources: drivers/dma-buf/dma-buf.c, dma-buf-mapping.c and
/// drivers/vfio/pci/vfio_pci_dmabuf.c, v7.0.</remarks>
public sealed partial class DmaBuf : ReceiveActor
{
    private readonly DmaBufSettings _settings;
    private readonly Token _reservation;
    private readonly SortedDictionary<int, Attachment> _attachments = [];
    private (Attachment Attachment, IActorRef Client, Map Map)? _mapping;

    /// <exception cref="ArgumentException">Some of the memory lies outside the BAR.</exception>
    public DmaBuf(DmaBufSettings settings)
    {
        _settings = DmaBufSettings.Check(settings);
        _reservation = new Token($"reservation of buffer {settings.Number}", Context.System.EventStream);
        Receive<Attach>(OnAttach);
        Receive<Detach>(OnDetach);
        Receive<Map>(Enter);
        Receive<Unmap>(Enter);
        Receive<Revoke>(Enter);
        Receive<Restore>(Enter);
        Receive<Granted>(granted => Run(granted.Message));
        Receive<PcieFabricProtocol.MapTypeIs>(OnMapTypeIs);
        Receive<DmaMappingProtocol.Mapped>(mapped => Finish(mapped.Plan));
        Receive<DmaMappingProtocol.MapRefused>(refused => EndMap(refused.Errno));
        Receive<DmaMappingProtocol.Unmapped>(unmapped => EndUnmap(unmapped.Errno));
    }

    private void OnAttach(Attach attach)
    {
        Errno errno = !attach.AllowsPeers || (!attach.IsRevocable && !Has(Mutation.B55)) ? Errno.EOPNOTSUPP
            : _isRevoked ? Errno.ENODEV
            : _attachments.ContainsKey(attach.Importer) ? Errno.EBUSY
            : Errno.None;
        if (errno == Errno.None)
        {
            IActorRef told = attach.IsRevocable ? Sender : ActorRefs.Nobody;
            _attachments.Add(attach.Importer, new Attachment(attach.Importer, told));
        }

        Sender.Tell(new Attached(_settings.Number, errno));
    }

    private void OnDetach(Detach detach)
    {
        Errno errno = !_attachments.TryGetValue(detach.Importer, out Attachment? attachment) ? Errno.EINVAL
            : attachment.Plan is not null || _mapping?.Attachment == attachment ? Errno.EBUSY
            : Errno.None;
        if (errno == Errno.None)
        {
            _attachments.Remove(detach.Importer);
        }

        Sender.Tell(new Detached(_settings.Number, errno));
    }

    private void Enter(object call)
    {
        if (_reservation.TryTake(call, Sender))
        {
            Run(call);
        }
    }

    /// <summary>With the reservation held; whatever ends the call gives it back.</summary>
    private void Run(object call)
    {
        switch (call)
        {
            case Map map:
                OnMap(map);
                break;
            case Unmap unmap:
                OnUnmap(unmap);
                break;
            case Revoke:
                OnRevoke();
                break;
            case Restore:
                OnRestore();
                break;
            default:
                throw new InvariantException($"{call} waits for no reservation.");
        }
    }

    private void OnMap(Map map)
    {
        Errno errno = !_attachments.TryGetValue(map.Importer, out Attachment? attachment) ? Errno.EINVAL
            : _isRevoked && !Has(Mutation.M15) ? Errno.ENODEV
            : attachment.Plan is not null ? Errno.EBUSY
            : Errno.None;
        if (errno != Errno.None)
        {
            Sender.Tell(new MapRefused(_settings.Number, errno));
            _reservation.Release(Self);
            return;
        }

        _mapping = (attachment!, Sender, map);
        _settings.Fabric.Tell(new PcieFabricProtocol.AskMapType(_settings.Exporter, map.Importer));
    }

    private void OnMapTypeIs(PcieFabricProtocol.MapTypeIs answer)
    {
        if (answer.MapType == P2pMapType.BusAddr)
        {
            Finish(PlanByBus());
            return;
        }

        if (answer.MapType != P2pMapType.ThruHostBridge)
        {
            EndMap(Errno.EINVAL);
            return;
        }

        Map map = _mapping!.Value.Map;
        PeerWindow window = new(
            new Phyr(_settings.Bar.PhysStart, _settings.Bar.LengthBytes), _settings.Bar.BusStart, answer.MapType);
        _settings.Mapping.Tell(new DmaMappingProtocol.Map(
            _settings.Number,
            map.Importer,
            _settings.Memory,
            -1,
            map.Direction,
            DmaAttributes.None,
            map.Cpu,
            new[] { window }));
    }

    /// <summary>Below a common switch nothing is mapped: the list is where the bus sees the memory.</summary>
    private MapPlan PlanByBus()
    {
        MapPlanBuilder plan = new(_settings.Memory);
        foreach (Phyr chunk in _settings.Memory)
        {
            plan.Add(new DmaRange(_settings.Bar.ToBus(chunk.Start), chunk.LengthBytes));
        }

        return plan.Build();
    }

    private void Finish(MapPlan plan)
    {
        (Attachment attachment, _, Map map) = _mapping!.Value;
        (attachment.Plan, attachment.Map) = (plan, map);
        Context.System.EventStream.Publish(new BufferMapped(_settings.Number, attachment.Importer));
        Context.System.EventStream.Publish(
            new PeerAddressLent(_settings.Exporter, attachment.Importer, attachment.Importer));
        EndMap(Errno.None);
    }

    private void EndMap(Errno errno)
    {
        (Attachment attachment, IActorRef client, _) = _mapping!.Value;
        _mapping = null;
        client.Tell(errno == Errno.None
            ? new Mapped(_settings.Number, attachment.Plan!.Value)
            : new MapRefused(_settings.Number, errno));
        _reservation.Release(Self);
    }

    private bool Has(Mutation defect) => _settings.Mutations.Has(defect);

    /// <summary>An importer, and what it has mapped.</summary>
    private sealed class Attachment(int importer, IActorRef driver)
    {
        public int Importer { get; } = importer;

        /// <summary>Who is told of a revocation.</summary>
        public IActorRef Driver { get; } = driver;

        /// <summary>Null: nothing is mapped.</summary>
        public MapPlan? Plan { get; set; }

        /// <summary>How it was mapped.</summary>
        public Map? Map { get; set; }
    }
}
