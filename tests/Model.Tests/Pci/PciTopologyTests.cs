using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class PciTopologyTests
{
    private const ulong BarBytes = 0x10_0000;

    [Fact]
    public void Endpoints_below_one_switch_reach_each_other_by_bus_address()
    {
        Switch world = new();

        P2pMapType type = world.Topology.MapType(world.Provider, world.Client);

        Assert.Equal(P2pMapType.BusAddr, type);
    }

    [Fact]
    public void A_function_reaches_itself_by_bus_address()
    {
        Switch world = new();

        P2pMapType type = world.Topology.MapType(world.Provider, world.Provider);

        Assert.Equal(P2pMapType.BusAddr, type);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_redirect_on_either_path_sends_peers_through_the_host_bridge(bool onProvider, bool onClient)
    {
        Switch world = new(hostBridgeIsAllowed: true);
        world.ProviderPort.AcsRedirect = onProvider;
        world.ClientPort.AcsRedirect = onClient;

        P2pMapType type = world.Topology.MapType(world.Provider, world.Client);

        Assert.Equal(P2pMapType.ThruHostBridge, type);
    }

    [Fact]
    public void A_redirect_under_a_host_bridge_that_passes_nothing_leaves_no_way()
    {
        Switch world = new(hostBridgeIsAllowed: false);
        world.ClientPort.AcsRedirect = true;

        P2pMapType type = world.Topology.MapType(world.Provider, world.Client);

        Assert.Equal(P2pMapType.NotSupported, type);
    }

    [Fact]
    public void A_redirect_above_the_common_bridge_does_not_matter()
    {
        Switch world = new();
        world.RootPort.AcsRedirect = true;

        P2pMapType type = world.Topology.MapType(world.Provider, world.Client);

        Assert.Equal(P2pMapType.BusAddr, type);
    }

    [Theory]
    [InlineData(true, P2pMapType.ThruHostBridge)]
    [InlineData(false, P2pMapType.NotSupported)]
    public void Endpoints_below_different_root_ports_depend_on_the_host_bridge(bool allowed, P2pMapType expected)
    {
        Switch world = new(allowed);
        PciFunction far = world.Topology.AddEndpoint(world.Topology.AddRootPort());

        P2pMapType type = world.Topology.MapType(world.Provider, far);

        Assert.Equal(expected, type);
    }

    [Fact]
    public void A_provider_without_a_window_offers_nothing()
    {
        Switch world = new(hostBridgeIsAllowed: true);

        P2pMapType type = world.Topology.MapType(world.Client, world.Provider);

        Assert.Equal(P2pMapType.NotSupported, type);
    }

    [Fact]
    public void A_map_type_is_the_one_of_now()
    {
        Switch world = new();
        P2pMapType before = world.Topology.MapType(world.Provider, world.Client);
        world.ClientPort.AcsRedirect = true;

        P2pMapType after = world.Topology.MapType(world.Provider, world.Client);

        Assert.Equal((P2pMapType.BusAddr, P2pMapType.NotSupported), (before, after));
    }

    [Fact]
    public void A_request_into_a_peers_window_goes_straight_to_the_peer()
    {
        Switch world = new();

        PciRoute route = world.Topology.Route(world.Client, world.Bar.BusStart + (BarBytes - 1));

        Assert.Equal(new PciRoute(PciRouteKind.Peer, world.Provider), route);
    }

    [Theory]
    [InlineData(BarBytes)]
    [InlineData(1UL << 40)]
    public void A_request_that_no_window_claims_goes_upstream(ulong offset)
    {
        Switch world = new();

        PciRoute route = world.Topology.Route(world.Client, world.Bar.BusStart + offset);

        Assert.Equal(PciRouteKind.Upstream, route.Kind);
    }

    [Fact]
    public void A_redirected_request_goes_upstream_although_a_peer_claims_it()
    {
        Switch world = new();
        world.ClientPort.AcsRedirect = true;

        PciRoute route = world.Topology.Route(world.Client, world.Bar.BusStart);

        Assert.Equal(PciRouteKind.Upstream, route.Kind);
    }

    [Fact]
    public void A_request_to_a_window_below_another_root_port_goes_upstream()
    {
        Switch world = new();
        PciFunction far = world.Topology.AddEndpoint(world.Topology.AddRootPort());

        PciRoute route = world.Topology.Route(far, world.Bar.BusStart);

        Assert.Equal(PciRouteKind.Upstream, route.Kind);
    }

    [Fact]
    public void A_peer_with_memory_disabled_answers_unsupported()
    {
        Switch world = new();
        world.Provider.MemoryEnabled = false;

        PciRoute route = world.Topology.Route(world.Client, world.Bar.BusStart);

        Assert.Equal(PciRouteKind.UnsupportedRequest, route.Kind);
    }

    [Fact]
    public void A_request_into_the_requesters_own_window_is_unsupported()
    {
        Switch world = new();

        PciRoute route = world.Topology.Route(world.Provider, world.Bar.BusStart);

        Assert.Equal(PciRouteKind.UnsupportedRequest, route.Kind);
    }

    [Fact]
    public void The_root_complex_passes_a_claimed_address_down()
    {
        Switch world = new();

        PciRoute route = world.Topology.RouteDown(world.Bar.BusStart);

        Assert.Equal(new PciRoute(PciRouteKind.Peer, world.Provider), route);
    }

    [Fact]
    public void The_root_complex_finds_nobody_for_an_unclaimed_address()
    {
        Switch world = new();

        PciRoute route = world.Topology.RouteDown(world.Bar.BusStart + BarBytes);

        Assert.Equal(PciRouteKind.UnsupportedRequest, route.Kind);
    }

    [Fact]
    public void Whoever_may_use_bus_addresses_is_routed_to_the_peer() =>
        Prop.ForAll(OperationDraws.Sequences(40), BusAddressesReachTheirPeer).QuickCheckThrowOnFailure();

    [Fact]
    public void A_window_has_one_distance_between_bus_and_CPU_addresses()
    {
        PciBar bar = new(0, new BusAddr(0x1000), new PhysAddr(0x8000_0000), BarBytes);

        BusAddr address = bar.ToBus(new PhysAddr(0x8000_0010));

        Assert.Equal((new BusAddr(0x1010), unchecked(0x1000UL - 0x8000_0000)), (address, bar.BusOffset));
    }

    [Fact]
    public void A_window_over_another_is_refused()
    {
        Switch world = new();

        Assert.Throws<ArgumentException>(() => world.Topology.AddBar(world.Client, world.Bar));
    }

    [Fact]
    public void A_window_of_a_bridge_is_refused()
    {
        Switch world = new();
        PciBar bar = new(0, new BusAddr(0), new PhysAddr(0), BarBytes);

        Assert.Throws<ArgumentException>(() => world.Topology.AddBar(world.RootPort, bar));
    }

    [Fact]
    public void Nothing_hangs_below_an_endpoint()
    {
        Switch world = new();

        Assert.Throws<ArgumentException>(() => world.Topology.AddEndpoint(world.Provider));
    }

    [Fact]
    public void Only_a_switch_has_downstream_ports()
    {
        Switch world = new();

        Assert.Throws<ArgumentException>(() => world.Topology.AddDownstreamPort(world.RootPort));
    }

    [Fact]
    public void A_function_of_another_topology_is_refused()
    {
        Switch world = new();

        Assert.Throws<ArgumentException>(() => new PciTopology(false).AddEndpoint(world.RootPort));
    }

    [Fact]
    public void An_endpoint_redirects_nothing()
    {
        Switch world = new();

        Assert.Throws<InvalidOperationException>(() => world.Client.AcsRedirect = true);
    }

    private static bool BusAddressesReachTheirPeer(int[] operations)
    {
        PciTopology topology = new(hostBridgeIsAllowed: true);
        List<PciFunction> ports = [topology.AddRootPort(), topology.AddRootPort()];
        List<PciFunction> endpoints = [];
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            PciFunction port = ports[draws.Below(ports.Count)];
            if (draws.Below(3) == 0)
            {
                PciFunction upstream = topology.AddSwitch(port);
                ports.Add(topology.AddDownstreamPort(upstream));
                ports.Add(topology.AddDownstreamPort(upstream));
                ports[^1].AcsRedirect = draws.Below(3) == 0;
            }
            else
            {
                PciFunction endpoint = topology.AddEndpoint(port);
                BusAddr start = new((ulong)(endpoints.Count + 1) * BarBytes);
                topology.AddBar(endpoint, new PciBar(0, start, new PhysAddr(start.Value), BarBytes));
                endpoint.MemoryEnabled = true;
                endpoints.Add(endpoint);
            }
        }

        return endpoints.TrueForAll(client => endpoints.TrueForAll(provider =>
            client == provider
            || topology.MapType(provider, client) != P2pMapType.BusAddr
            || topology.Route(client, provider.Bars[0].BusStart).Endpoint == provider));
    }

    /// <summary>A root port, a switch with two ports, a provider with one window and a client.</summary>
    private sealed class Switch
    {
        public Switch(bool hostBridgeIsAllowed = false)
        {
            Topology = new PciTopology(hostBridgeIsAllowed);
            RootPort = Topology.AddRootPort();
            PciFunction upstream = Topology.AddSwitch(RootPort);
            ProviderPort = Topology.AddDownstreamPort(upstream);
            ClientPort = Topology.AddDownstreamPort(upstream);
            Provider = Topology.AddEndpoint(ProviderPort);
            Client = Topology.AddEndpoint(ClientPort);
            Topology.AddBar(Provider, Bar);
            Provider.MemoryEnabled = true;
        }

        public PciTopology Topology { get; }

        public PciFunction RootPort { get; }

        public PciFunction ProviderPort { get; }

        public PciFunction ClientPort { get; }

        public PciFunction Provider { get; }

        public PciFunction Client { get; }

        public PciBar Bar { get; } = new(0, new BusAddr(0xE000_0000), new PhysAddr(0x38_0000_0000), BarBytes);
    }
}
