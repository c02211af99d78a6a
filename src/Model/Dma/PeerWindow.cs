namespace PhyrActors.Model;

/// <summary>A peer's memory as one client reaches it.</summary>
/// <param name="Cpu">The BAR as the CPU sees it.</param>
/// <param name="BusStart">Where it lies on the bus.</param>
/// <param name="Type">How this client reaches it.</param>
public readonly record struct PeerWindow(Phyr Cpu, BusAddr BusStart, P2pMapType Type)
{
    /// <summary>The address for a client that shares a switch with it.</summary>
    public BusAddr ToBus(PhysAddr phys) => BusStart + (phys - Cpu.Start);
}
