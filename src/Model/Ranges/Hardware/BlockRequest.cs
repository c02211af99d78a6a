namespace PhyrActors.Model;

/// <summary>A request to a block device, made of ranges: what a bio is without bio_vecs.</summary>
/// <remarks>Splitting and mapping copy no entry and build no table.</remarks>
public sealed class BlockRequest
{
    private readonly RangeSlice<CpuRange> _memory;

    /// <exception cref="ArgumentException">The memory is not whole sectors.</exception>
    public BlockRequest(IRangeStorage<CpuRange> memory, ulong startSector = 0)
        : this(new RangeSlice<CpuRange>(memory, 0, memory.LengthBytes), startSector)
    {
    }

    private BlockRequest(RangeSlice<CpuRange> memory, ulong startSector)
    {
        Refusals.ThrowIf(memory.LengthBytes % SectorBytes == 0
            ? null
            : $"{Refusals.First(memory)} and what follows: {memory.LengthBytes} bytes are not whole sectors.");
        (_memory, StartSector) = (memory, startSector);
    }

    public const ulong SectorBytes = 512;

    public ulong StartSector { get; }

    public ulong LengthBytes => _memory.LengthBytes;

    public IRangeStorage<CpuRange> Memory => _memory;

    /// <summary>Both sides of a byte offset.</summary>
    /// <exception cref="ArgumentException">The offset is not a sector's, or a side would be empty.</exception>
    public (BlockRequest Head, BlockRequest Tail) SplitAt(ulong offsetBytes) =>
        (new BlockRequest(_memory.Slice(0, offsetBytes), StartSector),
            new BlockRequest(
                _memory.Slice(offsetBytes, LengthBytes - offsetBytes), StartSector + (offsetBytes / SectorBytes)));

    /// <summary>Cuts off what a device takes in one request: a number of segments within its limits, no gap inside
    /// (bio_split_rw of block/blk-merge.c, v6.12).</summary>
    /// <param name="limits">What the device takes in one segment.</param>
    /// <param name="segmentsMax">How many.</param>
    /// <param name="rest">What is left; null: nothing.</param>
    /// <exception cref="ArgumentException">Not even one sector fits.</exception>
    public BlockRequest SplitFor(RangeLimits limits, int segmentsMax, out BlockRequest? rest)
    {
        LimitedCursor<CpuRange> cursor = new(_memory, limits);
        ulong fitsBytes = 0;
        for (int i = 0; i < segmentsMax && cursor.MoveNext() && !cursor.HasGapBefore; i++)
        {
            fitsBytes += cursor.Current.LengthBytes;
        }

        fitsBytes -= fitsBytes % SectorBytes;
        Refusals.ThrowIf(fitsBytes > 0 ? null : $"{cursor.Current}: no sector fits into {segmentsMax} segments.");
        if (fitsBytes == LengthBytes)
        {
            rest = null;
            return this;
        }

        (BlockRequest head, rest) = SplitAt(fitsBytes);
        return head;
    }

    /// <summary>Tells a device where the segments are.</summary>
    /// <param name="limits">What the device takes in one segment.</param>
    /// <param name="map">Where the device finds a segment.</param>
    public DietScatterlist Map(RangeLimits limits, Func<CpuRange, DmaRange> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        DietScatterlist mapped = new();
        LimitedCursor<CpuRange> cursor = new(_memory, limits);
        while (cursor.MoveNext())
        {
            mapped.Append(map(cursor.Current));
        }

        return mapped;
    }
}
