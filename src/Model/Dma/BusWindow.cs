namespace PhyrActors.Model;

/// <summary>A stretch of memory that a bus shows its devices at other addresses (struct bus_dma_region).</summary>
/// <param name="Cpu">The memory.</param>
/// <param name="BusStart">Where devices find its first byte.</param>
public readonly record struct BusWindow(Phyr Cpu, BusAddr BusStart)
{
    public bool TryTranslate(Phyr phyr, out BusAddr bus)
    {
        bool isInside = Cpu.Contains(phyr);
        bus = isInside ? BusStart + (phyr.Start - Cpu.Start) : default;
        return isInside;
    }
}
