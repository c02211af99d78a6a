using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors;

/// <summary>Root complex and switches: carries every request, to a peer, up to the IOMMU, or to an error, and keeps
/// PCIe's order.</summary>
/// <remarks>Posted writes of one requester reach memory in their order, and its completions and interrupts ride behind
/// them; a relaxed write is exempt. A request is cut where its translation changes. Source: PCI Express Base
/// Specification 2.4 (ordering), 6.12 (ACS).</remarks>
public sealed partial class PcieFabric : ReceiveActor
{
    private readonly PciTopology _topology;
    private readonly IActorRef _iommu;
    private readonly IActorRef _memory;
    private readonly FaultPoints _faults;
    private readonly Dictionary<long, FabricRequest> _requests = [];
    private readonly SortedDictionary<int, RequesterOrder> _orders = [];
    private readonly MutationSet _mutations;
    private bool _isAcsAstray;
    private long _numbers;

    public PcieFabric(PciTopology topology, IActorRef iommu, IActorRef memory, Surroundings surroundings)
    {
        (_topology, _iommu, _memory, _mutations) = (topology, iommu, memory, surroundings.Mutations);
        _faults = surroundings.FaultsOf(Context);
        Receive<MemoryRequest>(OnMemoryRequest);
        Receive<IommuProtocol.Translated>(OnTranslated);
        Receive<PhysicalMemoryProtocol.Landed>(OnLanded);
        Receive<LandedLate>(late => Land(late.Landed));
        Receive<Signal>(OnSignal);
        Receive<IommuProtocol.Faulted>(OnFaulted);
        Receive<PeerRequest>(OnPeerRequest);
        Receive<AskMapType>(OnAskMapType);
        Receive<SwitchMemoryOff>(OnSwitchMemoryOff);
        Receive<SwitchMemoryOn>(OnSwitchMemoryOn);
        Receive<SetAcs>(OnSetAcs);
        Receive<TranslationRequest>(OnTranslationRequest);
        Receive<IommuProtocol.AtsTranslated>(OnAtsTranslated);
        Receive<TranslatedRequest>(OnTranslatedRequest);
        Receive<IommuProtocol.AtsInvalidate>(OnAtsInvalidate);
        Receive<LinkDown>(down => _absent.Add(down.Requester));
        Receive<DisableMemory>(disable =>
        {
            _topology.Functions[disable.Function].MemoryEnabled = false;
        });
    }

    private void OnMemoryRequest(MemoryRequest request)
    {
        long number = Begin(new FabricRequest(
            request.Tag,
            request.Requester,
            request.LengthBytes,
            request.Write,
            request.Write && !request.Relaxed,
            Sender));
        _iommu.Tell(new IommuProtocol.Translate(
            number, request.Requester, request.Iova, request.LengthBytes, request.Write));
    }

    private void OnPeerRequest(PeerRequest request)
    {
        PciFunction requester = _topology.Functions[request.Requester];
        if (_faults.Strikes(FaultSite.AcsChanged))
        {
            // Nobody decided that: what it redirects is contained, and no sign of a wrong decision.
            _isAcsAstray = true;
            requester.Upstream!.AcsRedirect ^= true;
        }

        PciRoute route = _topology.Route(requester, request.Bus);
        if (!_isAcsAstray)
        {
            Context.System.EventStream.Publish(new PeerRouted(
                request.Requester, request.Bus, route.Kind, _topology.IsClaimed(request.Bus)));
        }

        FabricRequest underWay = new(
            request.Tag, request.Requester, request.LengthBytes, request.Write, request.Write, Sender);
        long number = Begin(underWay);
        PciBar? bar = route.Endpoint?.Bars.FirstOrDefault(window => window.Contains(request.Bus));
        if (route.Kind != PciRouteKind.Peer || bar is not { } found || !EndsInside(found, request))
        {
            underWay.Failed = true;
            Advance(number, underWay);
            return;
        }

        PhysAddr phys = found.PhysStart + (request.Bus - found.BusStart);
        Forward(underWay, new PhysicalMemoryProtocol.Access(
            number, -1, request.Requester, -1, default, phys, request.LengthBytes, request.Write));
    }

    private static bool EndsInside(PciBar bar, PeerRequest request) =>
        request.LengthBytes <= bar.LengthBytes - (request.Bus - bar.BusStart);

    private long Begin(FabricRequest request)
    {
        long number = ++_numbers;
        _requests.Add(number, request);
        if (request.Ordered)
        {
            RequesterOrder order = OrderOf(request.Requester);
            order.Writes.Enqueue(request);
            order.Unforwarded.Enqueue(request);
            order.LastWrite = request;
        }

        return number;
    }

    private void OnTranslated(IommuProtocol.Translated piece)
    {
        FabricRequest request = _requests[piece.Request];
        Forward(request, new PhysicalMemoryProtocol.Access(
            piece.Request,
            piece.Stamp,
            request.Requester,
            piece.Domain,
            piece.Iova,
            piece.Phys,
            piece.LengthBytes,
            request.Write));
    }

    /// <summary>Sends a piece to memory, unless an earlier posted write of the requester is not all on its
    /// way.</summary>
    private void Forward(FabricRequest request, PhysicalMemoryProtocol.Access piece)
    {
        if (request.Ordered && IsBehind(request))
        {
            (request.Held ??= new()).Enqueue(piece);
            return;
        }

        Send(request, piece);
        if (request.Ordered && request.IsForwarded)
        {
            SendHeld(OrderOf(request.Requester));
        }
    }

    /// <summary>The request is itself not all on its way, so it is among those; one before it keeps it back.</summary>
    private bool IsBehind(FabricRequest request)
    {
        Queue<FabricRequest> unforwarded = OrderOf(request.Requester).Unforwarded;
        FabricRequest? oldest;
        while (unforwarded.TryPeek(out oldest) && oldest.IsForwarded)
        {
            unforwarded.Dequeue();
        }

        return oldest is not null && !ReferenceEquals(oldest, request);
    }

    private void SendHeld(RequesterOrder order)
    {
        while (order.Unforwarded.TryPeek(out FabricRequest? request))
        {
            while (request.Held is { Count: > 0 } held)
            {
                Send(request, held.Dequeue());
            }

            if (!request.IsForwarded)
            {
                return;
            }

            order.Unforwarded.Dequeue();
        }
    }

    private void Send(FabricRequest request, PhysicalMemoryProtocol.Access piece)
    {
        request.ForwardedBytes += piece.LengthBytes;
        _memory.Tell(piece);
    }

    private void OnLanded(PhysicalMemoryProtocol.Landed landed)
    {
        if (_faults.Strikes(FaultSite.FabricDelay))
        {
            Self.Tell(new LandedLate(landed));
            return;
        }

        Land(landed);
    }

    private void Land(PhysicalMemoryProtocol.Landed landed)
    {
        if (landed.Stamp >= 0)
        {
            _iommu.Tell(new IommuProtocol.Landed(landed.Stamp));
        }

        FabricRequest request = _requests[landed.Request];
        request.LandedBytes += landed.LengthBytes;
        Advance(landed.Request, request);
    }

    private void OnFaulted(IommuProtocol.Faulted faulted)
    {
        if (_translations.Remove(faulted.Request, out (IActorRef Device, long Tag) asked))
        {
            asked.Device.Tell(new TranslationFailed(asked.Tag));
            return;
        }

        FabricRequest request = _requests[faulted.Request];
        // What was translated before goes on, though it be held: the unit waits for it to land.
        request.Failed = true;
        Advance(faulted.Request, request);
        SendHeld(OrderOf(request.Requester));
    }

    /// <summary>Ends a request that has landed, and lets go what rode behind it.</summary>
    private void Advance(long number, FabricRequest request)
    {
        if (!request.IsLanded)
        {
            return;
        }

        _requests.Remove(number);
        TimeOutAbsent(request.Requester);
        if (!request.Write)
        {
            request.Device.Tell(new ReadCompleted(request.Tag, request.Failed ? Errno.EIO : Errno.None));
            return;
        }

        RequesterOrder order = OrderOf(request.Requester);
        while (order.Writes.TryPeek(out FabricRequest? oldest) && oldest.IsLanded)
        {
            order.Writes.Dequeue();
            while (order.Signals.TryPeek(out (FabricRequest Behind, Signal Signal) next)
                && ReferenceEquals(next.Behind, oldest))
            {
                order.Signals.Dequeue();
                next.Signal.To.Tell(next.Signal.Message);
            }
        }
    }

    private void OnSignal(Signal signal)
    {
        RequesterOrder order = OrderOf(signal.Requester);
        if (order.Writes.Count > 0)
        {
            order.Signals.Enqueue((order.LastWrite!, signal));
            return;
        }

        signal.To.Tell(signal.Message);
    }

    private void OnAskMapType(AskMapType ask)
    {
        P2pMapType mapType = _topology.MapType(
            _topology.Functions[ask.Provider], _topology.Functions[ask.Client], _mutations.Has(Mutation.M17));
        Sender.Tell(new MapTypeIs(ask.Provider, ask.Client, mapType));
    }

    private void OnSwitchMemoryOff(SwitchMemoryOff disable)
    {
        _topology.Functions[disable.Function].MemoryEnabled = false;
        Context.System.EventStream.Publish(new MemoryDecodeDisabled(disable.Function));
        Sender.Tell(new MemoryOff(disable.Function));
    }

    private void OnSwitchMemoryOn(SwitchMemoryOn enable)
    {
        _topology.Functions[enable.Function].MemoryEnabled = true;
        Sender.Tell(new MemoryOn(enable.Function));
    }

    private void OnSetAcs(SetAcs set)
    {
        _topology.Functions[set.Function].Upstream!.AcsRedirect = true;
        Sender.Tell(new AcsSet(set.Function));
    }

    private RequesterOrder OrderOf(int requester)
    {
        if (!_orders.TryGetValue(requester, out RequesterOrder? order))
        {
            order = new RequesterOrder();
            _orders.Add(requester, order);
        }

        return order;
    }

    private sealed record LandedLate(PhysicalMemoryProtocol.Landed Landed);
}
