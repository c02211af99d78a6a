namespace PhyrActors.Model;

/// <summary>A memory window of an endpoint, as the bus and as the CPU see it.</summary>
public readonly record struct PciBar(int Index, BusAddr BusStart, PhysAddr PhysStart, ulong LengthBytes)
{
    /// <summary>Bus address minus CPU address, modulo 2^64 (the kernel's bus_offset).</summary>
    public ulong BusOffset => unchecked(BusStart.Value - PhysStart.Value);

    public bool Contains(BusAddr address) => address >= BusStart && address - BusStart < LengthBytes;

    public bool Contains(PhysAddr address) => address >= PhysStart && address - PhysStart < LengthBytes;

    /// <summary>Shares a byte with [first, last] on the bus.</summary>
    public bool Overlaps(BusAddr first, BusAddr last) => BusStart <= last && first <= BusStart + (LengthBytes - 1);

    /// <summary>Where the bus sees a byte of the window.</summary>
    public BusAddr ToBus(PhysAddr address) => BusStart + (address - PhysStart);
}
