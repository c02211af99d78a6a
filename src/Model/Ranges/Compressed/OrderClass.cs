namespace PhyrActors.Model;

/// <summary>What the chunks of one order have in common within a block of the compressed form.</summary>
/// <param name="Order">log2 of the frames of each.</param>
/// <param name="Width">Bits of a head, in units of the chunk's own size and above the base.</param>
/// <param name="HasBase">Whether a word of its own holds the smallest head, which is then taken off all.</param>
internal readonly record struct OrderClass(int Order, int Width, bool HasBase)
{
    /// <summary>Bits of a descriptor.</summary>
    public const int Bits = 12;

    private const int OrderBits = 5;
    private const int WidthBits = 6;

    public static OrderClass Of(ulong descriptor) => new(
        (int)(descriptor & ((1 << OrderBits) - 1)),
        (int)((descriptor >> OrderBits) & ((1 << WidthBits) - 1)),
        ((descriptor >> (OrderBits + WidthBits)) & 1) != 0);

    public ulong Descriptor =>
        (uint)Order | ((uint)Width << OrderBits) | ((HasBase ? 1U : 0) << (OrderBits + WidthBits));
}
