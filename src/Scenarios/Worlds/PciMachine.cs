using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>One root complex: a switch with the NIC and a peer below one root port, and a third endpoint below
/// another.</summary>
internal sealed record PciMachine(PciTopology Topology, int Nic, int Near, int Far, PciBar NearBar, PciBar FarBar)
{
    private const ulong BarBytes = 1UL << 30;

    /// <param name="machineBytes">RAM; BARs lie above it, and the bus sees them where the CPU does.</param>
    public static PciMachine Build(ulong machineBytes)
    {
        PciTopology topology = new(hostBridgeIsAllowed: false);
        PciFunction upstream = topology.AddSwitch(topology.AddRootPort());
        PciFunction nic = topology.AddEndpoint(topology.AddDownstreamPort(upstream));
        PciFunction near = topology.AddEndpoint(topology.AddDownstreamPort(upstream));
        PciFunction far = topology.AddEndpoint(topology.AddRootPort());
        ulong start = ((machineBytes - 1) / BarBytes * BarBytes) + (2 * BarBytes);
        PciBar nearBar = AddBar(topology, near, start);
        PciBar farBar = AddBar(topology, far, start + BarBytes);
        return new PciMachine(topology, nic.Index, near.Index, far.Index, nearBar, farBar);
    }

    private static PciBar AddBar(PciTopology topology, PciFunction endpoint, ulong start)
    {
        PciBar bar = new(0, new BusAddr(start), new PhysAddr(start), BarBytes);
        topology.AddBar(endpoint, bar);
        endpoint.MemoryEnabled = true;
        return bar;
    }
}
