namespace PhyrActors.Model;

/// <summary>What a DMA map gives: where a device finds the memory, entry by entry.</summary>
/// <remarks>Immutable. Shares no type with <see cref="RangeCpu"/>: no CPU address can be reached from it.</remarks>
public sealed class RangeDma
{
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

    public override string ToString() => $"{LengthBytes} bytes in {Count} entries";
}
