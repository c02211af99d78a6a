using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>Takes the heads of a block one after the other.</summary>
/// <remarks>What a block says of its length is checked once for all heads that are taken together: the check of each
/// would cost more than taking it.</remarks>
/// <param name="heads">The bytes of the heads and at least 8 more.</param>
internal ref struct BlockDecoder(ReadOnlySpan<byte> heads)
{
    private readonly ReadOnlySpan<byte> _heads = heads;
    private int _bit;

    /// <summary>The chunk whose head begins at a bit, as <see cref="PackedEntry.Encode"/> writes it.</summary>
    public static ulong EntryAt(ReadOnlySpan<byte> heads, int bit, ClassStep step) =>
        step.EntryOf(MemoryMarshal.Read<ulong>(heads[(bit >> 3)..]) >> (bit & 7));

    /// <summary>Takes chunks of one class.</summary>
    public void Take(ClassStep step, scoped Span<ulong> chunks)
    {
        ref byte start = ref StartOf(step.Width * chunks.Length);
        int bit = _bit;
        for (int i = 0; i < chunks.Length; i++)
        {
            chunks[i] = step.EntryOf(RawAt(ref start, bit));
            bit = unchecked(bit + step.Width);
        }

        _bit = bit;
    }

    /// <summary>Takes up to 64 chunks of up to four classes.</summary>
    /// <param name="steps">The classes by number; room for four.</param>
    /// <param name="masks">Which chunks are of each; what lies past the last chunk does not count.</param>
    /// <param name="chunks">Where to write them.</param>
    public void Take(scoped ReadOnlySpan<ClassStep> steps, ClassMasks masks, scoped Span<ulong> chunks)
    {
        ref ClassStep first = ref MemoryMarshal.GetReference(steps[..ClassMasks.Count]);
        ref byte start = ref StartOf(masks.BitsOf(steps, chunks.Length));
        ulong numbers = masks.NumbersOf(0);
        int bit = _bit;
        for (int i = 0; i < chunks.Length; i++)
        {
            numbers = i == 32 ? masks.NumbersOf(1) : numbers;
            ref readonly ClassStep step = ref Unsafe.Add(ref first, unchecked((nint)(numbers & 3)));
            chunks[i] = step.EntryOf(RawAt(ref start, bit));
            bit = unchecked(bit + step.Width);
            numbers >>= 2;
        }

        _bit = bit;
    }

    /// <remarks>A head has at most 52 bits, so 8 bytes from the one where it begins hold it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RawAt(ref byte start, int bit)
    {
        nint place = unchecked((nint)(uint)(bit >> 3));
        return Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref start, place)) >> (bit & 7);
    }

    /// <summary>The first head, so many bits and 8 bytes being there from the next on.</summary>
    private readonly ref byte StartOf(int bits)
    {
        if (((_bit + bits) >> 3) + sizeof(ulong) > _heads.Length)
        {
            throw new InvariantException("a block is shorter than its heads");
        }

        return ref MemoryMarshal.GetReference(_heads);
    }
}
