namespace PhyrActors.Model;

/// <summary>A run of addresses that a device may use, either translated by an IOMMU or on the bus as they
/// are.</summary>
/// <remarks>Shape: start inclusive, length in bytes. A bus address and an IOVA of the same value are different
/// places.</remarks>
public readonly record struct DmaRange : IRange<DmaRange>
{
    private readonly ulong _start;

    /// <exception cref="ArgumentOutOfRangeException">The range is empty or runs past 2^64 - 1.</exception>
    public DmaRange(Iova start, ulong lengthBytes)
        : this(start.Value, lengthBytes, isBus: false)
    {
    }

    /// <exception cref="ArgumentOutOfRangeException">The range is empty or runs past 2^64 - 1.</exception>
    public DmaRange(BusAddr start, ulong lengthBytes)
        : this(start.Value, lengthBytes, isBus: true)
    {
    }

    private DmaRange(ulong start, ulong lengthBytes, bool isBus)
    {
        if (lengthBytes == 0 || lengthBytes - 1 > ulong.MaxValue - start)
        {
            throw Refusals.NoRange($"{(isBus ? "bus" : "iova")} 0x{start:x}", lengthBytes);
        }

        (_start, LengthBytes, IsBus) = (start, lengthBytes, isBus);
    }

    public ulong LengthBytes { get; }

    /// <summary>Whether the addresses go to the bus untranslated.</summary>
    public bool IsBus { get; }

    /// <exception cref="InvalidOperationException">The range is on the bus.</exception>
    public Iova Iova => IsBus ? throw new InvalidOperationException("A bus range has no IOVA.") : new Iova(_start);

    /// <exception cref="InvalidOperationException">The range is translated.</exception>
    public BusAddr BusAddr =>
        IsBus ? new BusAddr(_start) : throw new InvalidOperationException("A translated range has no bus address.");

    ulong IRange<DmaRange>.StartValue => _start;

    public DmaRange Slice(ulong skipBytes, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skipBytes, LengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes, LengthBytes - skipBytes);
        return new DmaRange(_start + skipBytes, lengthBytes, IsBus);
    }

    public bool TryMerge(DmaRange next, out DmaRange merged)
    {
        ulong lastValue = _start + (LengthBytes - 1);
        bool isOne = IsBus == next.IsBus && lastValue < next._start && next._start - lastValue == 1
            && LengthBytes <= ~next.LengthBytes;
        merged = isOne ? new DmaRange(_start, LengthBytes + next.LengthBytes, IsBus) : default;
        return isOne;
    }

    public override string ToString() => $"{(IsBus ? "bus" : "iova")} 0x{_start:x}+0x{LengthBytes:x}";
}
