namespace PhyrActors.Model;

/// <summary>What an entry of an rlist says, however many bytes it takes.</summary>
/// <remarks>Lengths up to 2^60. Source: include/linux/rlist.h of a work in progress, April 2023.</remarks>
internal readonly record struct RListEntry(RListType Type, ulong Base, ulong Length, uint Offset, uint Extra)
{
    private const int LengthLowBits = 28;
    private const int LengthBits = 60;
    private const ulong LengthLowMask = (1UL << LengthLowBits) - 1;
    private const uint OffsetMax16 = (1u << 24) - 1;

    public const ulong LengthMax = (1UL << LengthBits) - 1;

    /// <summary>8-byte words: 1, 2 or 3.</summary>
    public int Words =>
        Extra != 0 || Offset > OffsetMax16 || Length >> (LengthLowBits + 8) != 0 ? 3
        : Offset != 0 || Length > LengthLowMask || Base > uint.MaxValue ? 2
        : 1;

    public void Write(Span<ulong> words)
    {
        int count = Words;
        words[0] = (ulong)(uint)(count - 1) | ((ulong)(uint)Type << 2) | ((Length & LengthLowMask) << 4) | (Base << 32);
        ulong high = Length >> LengthLowBits;
        if (count == 2)
        {
            words[1] = (Base >> 32) | ((ulong)Offset << 32) | (high << 56);
        }
        else if (count == 3)
        {
            words[1] = (Base >> 32) | ((ulong)Offset << 32);
            words[2] = high | ((ulong)Extra << 32);
        }
    }

    /// <exception cref="InvariantException">The word is the end of a chunk.</exception>
    public static RListEntry Read(ReadOnlySpan<ulong> words)
    {
        int encoding = (int)(words[0] & 3);
        RListEntry entry = new(
            (RListType)(words[0] >> 2 & 3), words[0] >> 32, words[0] >> 4 & LengthLowMask, 0, 0);
        return encoding switch
        {
            0 => entry,
            1 => entry with
            {
                Base = entry.Base | (words[1] << 32),
                Offset = (uint)(words[1] >> 32) & OffsetMax16,
                Length = entry.Length | (words[1] >> 56 << LengthLowBits),
            },
            2 => entry with
            {
                Base = entry.Base | (words[1] << 32),
                Offset = (uint)(words[1] >> 32),
                Length = entry.Length | ((words[2] & uint.MaxValue) << LengthLowBits),
                Extra = (uint)(words[2] >> 32),
            },
            _ => throw new InvariantException("an rlist was read past the end of a chunk"),
        };
    }
}

/// <summary>The two type bits of an entry.</summary>
internal enum RListType
{
    /// <summary>CPU: an address, and the provider as extra. DMA: bus addresses.</summary>
    Physical = 0,

    /// <summary>CPU: the address of a frame and an offset from it. DMA: relative to the list's base.</summary>
    Folio = 1,

    /// <summary>CPU only: frame and number of frames, so that 8 bytes reach 16 TiB.</summary>
    Frames = 3,
}
