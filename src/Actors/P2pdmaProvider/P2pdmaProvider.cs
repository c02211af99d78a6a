using static PhyrActors.Actors.P2pdmaProviderProtocol;

namespace PhyrActors.Actors;

/// <summary>Lends a device's BAR to its peers: decides, once a client, how the client reaches it.</summary>
/// <remarks>The decision is cached and, as in the kernel, not revisited when the topology changes. Only clients that
/// reach the BAR by bus address are served; through the host bridge is refused here. Source: drivers/pci/p2pdma.c,
/// v6.16.</remarks>
public sealed class P2pdmaProvider : ReceiveActor
{
    private readonly int _function;
    private readonly PciBar _bar;
    private readonly IActorRef _fabric;
    private readonly FaultPoints _faults;
    private readonly SortedDictionary<int, P2pMapType> _mapTypes = [];
    private readonly List<(MapPeer Request, IActorRef Client)> _asking = [];
    private bool _removed;

    /// <param name="function">The providing function's place in the topology.</param>
    /// <param name="bar">What it publishes.</param>
    /// <param name="fabric">Who knows the topology.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    public P2pdmaProvider(int function, PciBar bar, IActorRef fabric, Surroundings surroundings)
    {
        (_function, _bar, _fabric) = (function, bar, fabric);
        _faults = surroundings.FaultsOf(Context);
        Receive<MapPeer>(OnMapPeer);
        Receive<PcieFabricProtocol.MapTypeIs>(OnMapTypeIs);
    }

    private void OnMapPeer(MapPeer map)
    {
        if (!_removed && _faults.Strikes(FaultSite.ProviderRemoved))
        {
            // What clients were told stays with them: no unmap takes a bus address back.
            _removed = true;
            _fabric.Tell(new PcieFabricProtocol.DisableMemory(_function));
        }

        if (_removed)
        {
            Refuse(map, Sender, Errno.ENODEV);
            return;
        }

        if (_mapTypes.TryGetValue(map.Client, out P2pMapType mapType))
        {
            Answer(map, Sender, mapType);
            return;
        }

        _asking.Add((map, Sender));
        _fabric.Tell(new PcieFabricProtocol.AskMapType(_function, map.Client));
    }

    private void OnMapTypeIs(PcieFabricProtocol.MapTypeIs answer)
    {
        _mapTypes[answer.Client] = answer.MapType;
        foreach ((MapPeer request, IActorRef client) in _asking.FindAll(ask => ask.Request.Client == answer.Client))
        {
            Answer(request, client, answer.MapType);
        }

        _asking.RemoveAll(ask => ask.Request.Client == answer.Client);
    }

    private void Answer(MapPeer map, IActorRef client, P2pMapType mapType)
    {
        if (mapType == P2pMapType.BusAddr)
        {
            client.Tell(new PeerMapped(map.Request, _bar.BusStart, _bar.LengthBytes));
            return;
        }

        Refuse(map, client, Errno.EREMOTEIO);
    }

    private void Refuse(MapPeer map, IActorRef client, Errno errno)
    {
        Context.System.EventStream.Publish(new PeerMappingRefused(_function, map.Client, errno));
        client.Tell(new PeerRefused(map.Request, errno));
    }
}
