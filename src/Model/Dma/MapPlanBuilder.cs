namespace PhyrActors.Model;

/// <summary>Collects the DMA addresses of a list, piece by piece, and tells which of the three results it is.</summary>
/// <param name="range">The CPU's list.</param>
public sealed class MapPlanBuilder(RangeCpu range)
{
    private readonly List<DmaRange> _entries = [];
    private int _inPlace;
    private ulong _lengthBytes;

    /// <summary>A chunk that the device finds at the CPU's own address.</summary>
    public void AddInPlace(Phyr chunk)
    {
        _inPlace++;
        Add(new DmaRange(new BusAddr(chunk.Start.Value), chunk.LengthBytes));
    }

    /// <summary>Bytes that the device finds elsewhere.</summary>
    public void Add(DmaRange entry)
    {
        _lengthBytes += entry.LengthBytes;
        _entries.Add(entry);
    }

    /// <exception cref="InvalidOperationException">The entries are not as long as the list.</exception>
    public MapPlan Build()
    {
        if (_lengthBytes != range.LengthBytes)
        {
            throw new InvalidOperationException($"{_lengthBytes} bytes of {range.LengthBytes} have an address");
        }

        return _inPlace == range.ChunkCount ? MapPlan.AliasOf(range) : MapPlan.Of(new RangeDma([.. _entries]));
    }
}
