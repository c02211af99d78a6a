using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>One root complex whose host bridge passes peer traffic: a switch with an exporter and importers below one
/// root port, and an importer below another.</summary>
/// <param name="Topology">The functions.</param>
/// <param name="Exporter">Whose memory is lent.</param>
/// <param name="Bar">Where that lies.</param>
/// <param name="Importers">One below the switch, which reaches it by bus address, and one that goes through the host
/// bridge.</param>
/// <param name="Unrevocable">Below the switch as well.</param>
internal sealed record BufferMachine(
    PciTopology Topology, int Exporter, PciBar Bar, IReadOnlyList<int> Importers, int Unrevocable)
{
    public const ulong BarBytes = 1UL << 20;

    /// <param name="machineBytes">RAM; the BAR lies above it, and the bus sees it where the CPU does.</param>
    public static BufferMachine Build(ulong machineBytes)
    {
        PciTopology topology = new(hostBridgeIsAllowed: true);
        PciFunction upstream = topology.AddSwitch(topology.AddRootPort());
        PciFunction exporter = topology.AddEndpoint(topology.AddDownstreamPort(upstream));
        PciFunction near = topology.AddEndpoint(topology.AddDownstreamPort(upstream));
        PciFunction unrevocable = topology.AddEndpoint(topology.AddDownstreamPort(upstream));
        PciFunction far = topology.AddEndpoint(topology.AddRootPort());
        ulong start = (((machineBytes - 1) / BarBytes) + 2) * BarBytes;
        PciBar bar = new(0, new BusAddr(start), new PhysAddr(start), BarBytes);
        topology.AddBar(exporter, bar);
        exporter.MemoryEnabled = true;
        return new BufferMachine(topology, exporter.Index, bar, [near.Index, far.Index], unrevocable.Index);
    }
}
