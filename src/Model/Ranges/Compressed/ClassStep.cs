namespace PhyrActors.Model;

/// <summary>How a head of one class becomes a chunk, and how far the next head is.</summary>
internal readonly struct ClassStep
{
    private readonly ulong _mask;
    private readonly ulong _lowest;
    private readonly int _order;

    /// <param name="one">The class.</param>
    /// <param name="lowest">What its heads are above.</param>
    public ClassStep(OrderClass one, ulong lowest)
    {
        _mask = (1UL << one.Width) - 1;
        _lowest = PackedEntry.Of(lowest << one.Order, one.Order);
        (_order, Width) = (one.Order, one.Width);
    }

    /// <summary>Bits of a head.</summary>
    public int Width { get; }

    /// <summary>The chunk of a head that begins at bit 0, as <see cref="PackedEntry.Encode"/> writes it.</summary>
    public ulong EntryOf(ulong raw) => unchecked(((raw & _mask) << _order) + _lowest);
}
