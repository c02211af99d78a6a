namespace PhyrActors.Model;

/// <summary>A scatterlist without the CPU's side: DMA address and length, chained by what encloses it.</summary>
/// <remarks>16 bytes an entry in tables of at most one page, each behind a pointer. Source: M. Wilcox, Phyr Starter,
/// linux-mm, January 2022.</remarks>
public sealed class DietScatterlist : IRangeStorage<DmaRange>
{
    public const int EntryBytes = 16;
    public const int TableEntries = 4096 / EntryBytes;

    // The highest bit of the length: an address on the bus.
    private const ulong BusBit = 1UL << 63;

    private readonly List<(ulong Address, ulong Length)[]> _tables = [];

    public int Count { get; private set; }

    public ulong LengthBytes { get; private set; }

    /// <summary>Entries in use, and a pointer for each table.</summary>
    public ulong BytesHeld => ((ulong)Count * EntryBytes) + ((ulong)_tables.Count * sizeof(ulong));

    /// <exception cref="ArgumentException">The range is empty, or has 2^63 bytes or more.</exception>
    public void Append(DmaRange range)
    {
        Refusals.ThrowIf(range.LengthBytes is 0 or >= BusBit ? $"{range}: 63 bits cannot say its length." : null);
        if (Count % TableEntries == 0)
        {
            _tables.Add(new (ulong, ulong)[TableEntries]);
        }

        _tables[^1][Count % TableEntries] =
            (((IRange<DmaRange>)range).StartValue, range.LengthBytes | (range.IsBus ? BusBit : 0));
        Count++;
        LengthBytes += range.LengthBytes;
    }

    public int Read(ref StoragePlace place, Span<DmaRange> ranges)
    {
        int count = Math.Min(ranges.Length, Count - place.Entry);
        for (int i = 0; i < count; i++)
        {
            int entry = place.Entry + i;
            (ulong address, ulong length) = _tables[entry / TableEntries][entry % TableEntries];
            ranges[i] = (length & BusBit) != 0
                ? new DmaRange(new BusAddr(address), length & ~BusBit)
                : new DmaRange(new Iova(address), length);
        }

        place.Entry += count;
        return count;
    }
}
