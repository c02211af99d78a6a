namespace PhyrActors.Model;

/// <summary>What a DMA map gives: where a device finds the memory, entry by entry.</summary>
/// <remarks>Immutable. Shares no type with <see cref="RangeCpu"/>: no CPU address can be reached from it.</remarks>
public sealed class RangeDma : IRangeStorage<DmaRange>
{
    /// <summary>Address, length, and whether the address goes to the bus.</summary>
    public const ulong EntryBytes = 24;

    private readonly DmaRange[] _entries;

    /// <exception cref="ArgumentException">There is no entry.</exception>
    public RangeDma(params ReadOnlySpan<DmaRange> entries)
    {
        if (entries.IsEmpty)
        {
            throw new ArgumentException("A range has at least one entry.", nameof(entries));
        }

        _entries = entries.ToArray();
        foreach (DmaRange entry in _entries)
        {
            LengthBytes += entry.LengthBytes;
        }
    }

    public int Count => _entries.Length;

    public ulong LengthBytes { get; }

    public DmaRange this[int index] => _entries[index];

    public ReadOnlySpan<DmaRange> Entries => _entries;

    public ulong BytesHeld => (ulong)Count * EntryBytes;

    public int Read(ref StoragePlace place, Span<DmaRange> ranges)
    {
        int count = Math.Min(ranges.Length, Count - place.Entry);
        _entries.AsSpan(place.Entry, count).CopyTo(ranges);
        place.Entry += count;
        return count;
    }

    public bool Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IRangeVisitor<DmaRange>
    {
        foreach (DmaRange entry in _entries)
        {
            if (!visitor.Visit(entry))
            {
                return false;
            }
        }

        return true;
    }

    public override string ToString() => $"{LengthBytes} bytes in {Count} entries";
}
