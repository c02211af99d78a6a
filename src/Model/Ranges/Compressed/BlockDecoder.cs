using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>Takes the heads of a block one after the other.</summary>
/// <param name="heads">The bytes of the heads and at least 8 more.</param>
internal ref struct BlockDecoder(ReadOnlySpan<byte> heads)
{
    private readonly ReadOnlySpan<byte> _heads = heads;
    private int _bit;

    /// <summary>The chunk whose head begins at a bit, as <see cref="PackedList.Encode"/> writes it.</summary>
    public static ulong EntryAt(ReadOnlySpan<byte> heads, int bit, OrderClass one, ulong lowest) =>
        EntryAt(heads, bit, one.Order, one.Width, lowest);

    /// <summary>Takes chunks of one class.</summary>
    public void Take(OrderClass one, ulong lowest, scoped Span<ulong> chunks)
    {
        int bit = _bit;
        for (int i = 0; i < chunks.Length; i++)
        {
            chunks[i] = EntryAt(_heads, bit, one.Order, one.Width, lowest);
            bit = unchecked(bit + one.Width);
        }

        _bit = bit;
    }

    /// <summary>Takes up to 64 chunks of up to four classes.</summary>
    /// <param name="classes">The classes by number.</param>
    /// <param name="bases">What their heads are above.</param>
    /// <param name="low">The low bit of each chunk's class number.</param>
    /// <param name="high">The high bit.</param>
    /// <param name="chunks">Where to write them.</param>
    public void Take(
        scoped ReadOnlySpan<OrderClass> classes,
        scoped ReadOnlySpan<ulong> bases,
        ulong low,
        ulong high,
        scoped Span<ulong> chunks)
    {
        int bit = _bit;
        for (int i = 0; i < chunks.Length; i++)
        {
            int number = (int)((low & 1) | ((high & 1) << 1));
            low >>= 1;
            high >>= 1;
            OrderClass one = classes[number];
            chunks[i] = EntryAt(_heads, bit, one.Order, one.Width, bases[number]);
            bit = unchecked(bit + one.Width);
        }

        _bit = bit;
    }

    /// <remarks>A head has at most 52 bits, so 8 bytes from the one where it begins hold it.</remarks>
    private static ulong EntryAt(ReadOnlySpan<byte> heads, int bit, int order, int width, ulong lowest)
    {
        ulong head = MemoryMarshal.Read<ulong>(heads[(bit >> 3)..]) >> (bit & 7);
        return PackedList.EntryOf(unchecked((head & ((1UL << width) - 1)) + lowest) << order, order);
    }
}
