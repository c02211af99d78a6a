namespace PhyrActors.Model;

/// <summary>One root complex and what hangs below it; decides how peers reach each other.</summary>
/// <remarks>ACS bits and memory enable may change at any time; answers are always those of now. Whoever caches a map
/// type (pci_p2pdma does) keeps it through such a change. Sources: drivers/pci/p2pdma.c:calc_map_type_and_dist(),
/// v7.0; PCI Express Base Specification 6.12 (ACS).</remarks>
/// <param name="hostBridgeIsAllowed">The host bridge passes peer traffic: it is on the kernel's whitelist.</param>
public sealed class PciTopology(bool hostBridgeIsAllowed)
{
    private readonly List<PciFunction> _functions = [];

    public bool HostBridgeIsAllowed { get; } = hostBridgeIsAllowed;

    public IReadOnlyList<PciFunction> Functions => _functions;

    public PciFunction AddRootPort() => Add(PciFunctionKind.RootPort, null);

    /// <summary>Puts a switch below a root port or another switch's downstream port; returns its upstream
    /// port.</summary>
    public PciFunction AddSwitch(PciFunction port) => Add(PciFunctionKind.SwitchUpstreamPort, LeadingDown(port));

    public PciFunction AddDownstreamPort(PciFunction switchUpstreamPort)
    {
        ArgumentNullException.ThrowIfNull(switchUpstreamPort);
        return switchUpstreamPort.Kind == PciFunctionKind.SwitchUpstreamPort
            ? Add(PciFunctionKind.SwitchDownstreamPort, switchUpstreamPort)
            : throw new ArgumentException("only a switch has downstream ports", nameof(switchUpstreamPort));
    }

    /// <summary>Puts an endpoint below a root port or a switch's downstream port, memory disabled.</summary>
    public PciFunction AddEndpoint(PciFunction port) => Add(PciFunctionKind.Endpoint, LeadingDown(port));

    /// <exception cref="ArgumentException">Not an endpoint, an empty window, or it overlaps another on the
    /// bus.</exception>
    public void AddBar(PciFunction endpoint, PciBar bar)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentOutOfRangeException.ThrowIfZero(bar.LengthBytes, nameof(bar));
        BusAddr last = bar.BusStart + (bar.LengthBytes - 1);
        bool isTaken = _functions.Exists(function => function.Bars.Any(other => other.Overlaps(bar.BusStart, last)));
        if (endpoint.Kind != PciFunctionKind.Endpoint || isTaken)
        {
            throw new ArgumentException("a window belongs to one endpoint and overlaps no other", nameof(bar));
        }

        endpoint.AddBar(bar);
    }

    /// <summary>How a client reaches a provider's BARs now.</summary>
    /// <param name="provider">Whose BARs.</param>
    /// <param name="client">Who is to use them.</param>
    /// <param name="ignoresAcs">The defect: a common bridge is enough.</param>
    public P2pMapType MapType(PciFunction provider, PciFunction client, bool ignoresAcs = false)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(client);
        if (provider.Bars.Count == 0)
        {
            return P2pMapType.NotSupported;
        }

        if (provider == client)
        {
            return P2pMapType.BusAddr;
        }

        PciFunction? common = CommonBridge(provider, client);
        if (common is not null && (ignoresAcs || (!Redirects(provider, common) && !Redirects(client, common))))
        {
            return P2pMapType.BusAddr;
        }

        return HostBridgeIsAllowed ? P2pMapType.ThruHostBridge : P2pMapType.NotSupported;
    }

    /// <summary>Where an untranslated request of an endpoint goes now.</summary>
    /// <remarks>Redirection is the business of the ports that the request enters on its way up; a redirect on the
    /// target's side catches completions only, which is why <see cref="MapType"/> looks at both.</remarks>
    public PciRoute Route(PciFunction requester, BusAddr address)
    {
        ArgumentNullException.ThrowIfNull(requester);
        PciFunction? target = ClaimedBy(address);
        if (target is null)
        {
            return new PciRoute(PciRouteKind.Upstream, null);
        }

        if (target == requester)
        {
            return new PciRoute(PciRouteKind.UnsupportedRequest, null);
        }

        PciFunction? common = CommonBridge(requester, target);
        if (common is null || Redirects(requester, common))
        {
            return new PciRoute(PciRouteKind.Upstream, null);
        }

        return Deliver(target);
    }

    /// <summary>Where the root complex sends a request that it passes down to a BAR.</summary>
    public PciRoute RouteDown(BusAddr address) => ClaimedBy(address) is { } target
        ? Deliver(target)
        : new PciRoute(PciRouteKind.UnsupportedRequest, null);

    private static PciRoute Deliver(PciFunction target) => target.MemoryEnabled
        ? new PciRoute(PciRouteKind.Peer, target)
        : new PciRoute(PciRouteKind.UnsupportedRequest, null);

    private static PciFunction? CommonBridge(PciFunction one, PciFunction other)
    {
        PciFunction? bridge = one.Upstream;
        while (bridge is not null && !other.IsAtOrBelow(bridge))
        {
            bridge = bridge.Upstream;
        }

        return bridge;
    }

    /// <summary>A port on the way from an endpoint to a bridge, the bridge included, redirects peer requests.</summary>
    private static bool Redirects(PciFunction endpoint, PciFunction bridge)
    {
        bool redirects = bridge.AcsRedirect;
        for (PciFunction at = endpoint; at != bridge; at = at.Upstream!)
        {
            redirects |= at.AcsRedirect;
        }

        return redirects;
    }

    /// <summary>Whether a BAR claims an address.</summary>
    public bool IsClaimed(BusAddr address) => ClaimedBy(address) is not null;

    private PciFunction? ClaimedBy(BusAddr address)
    {
        foreach (PciFunction function in _functions)
        {
            foreach (PciBar bar in function.Bars)
            {
                if (bar.Contains(address))
                {
                    return function;
                }
            }
        }

        return null;
    }

    private static PciFunction LeadingDown(PciFunction port)
    {
        ArgumentNullException.ThrowIfNull(port);
        return port.Kind is PciFunctionKind.RootPort or PciFunctionKind.SwitchDownstreamPort
            ? port
            : throw new ArgumentException($"nothing hangs directly below a {port.Kind}", nameof(port));
    }

    private PciFunction Add(PciFunctionKind kind, PciFunction? upstream)
    {
        if (upstream is not null && (upstream.Index >= _functions.Count || _functions[upstream.Index] != upstream))
        {
            throw new ArgumentException("the function belongs to another topology", nameof(upstream));
        }

        PciFunction added = new(_functions.Count, kind, upstream);
        _functions.Add(added);
        return added;
    }
}
