using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Where the parts of a block of the compressed form lie, in words of 64 bits: the number of classes and
/// their descriptors, the bases, the class of each chunk as bit planes, the heads.</summary>
internal readonly record struct BlockLayout(int Classes, int Bases, int Count)
{
    /// <summary>The most chunks of a block.</summary>
    public const int ChunksMax = 128;

    /// <summary>The most words of a block: every order there is, and heads as wide as they can be.</summary>
    public const int WordsMax = 7 + 32 + 10 + (ChunksMax * FrameBlock.FrameBits / 64);

    // The first word says how many classes there are, less one, and how many of them have a base.
    private const int ClassesBits = 5;
    private const int BasesBits = 6;
    private const int CountsBits = ClassesBits + BasesBits;
    private const int DescriptorsInFirstWord = (64 - CountsBits) / OrderClass.Bits;
    private const int DescriptorsInWord = 64 / OrderClass.Bits;

    /// <summary>What the first word begins with.</summary>
    public ulong Counts => (uint)(Classes - 1) | ((uint)Bases << ClassesBits);

    /// <summary>Words of one plane.</summary>
    public int PlaneWords => (Count + 63) >> 6;

    public int Planes => Classes == 1 ? 0 : BitOperations.Log2((uint)Classes - 1) + 1;

    public int BasesAt => WordOf(Classes - 1) + 1;

    public int PlanesAt => BasesAt + Bases;

    public int HeadsAt => PlanesAt + (Planes * PlaneWords);

    public static BlockLayout Of(ulong firstWord, int count) => new(
        (int)(firstWord & ((1 << ClassesBits) - 1)) + 1,
        (int)((firstWord >> ClassesBits) & ((1 << BasesBits) - 1)),
        count);

    /// <summary>The word that holds a class's descriptor.</summary>
    public static int WordOf(int number) => number < DescriptorsInFirstWord
        ? 0
        : 1 + ((number - DescriptorsInFirstWord) / DescriptorsInWord);

    /// <summary>The bit of that word at which it begins.</summary>
    public static int BitOf(int number) => number < DescriptorsInFirstWord
        ? CountsBits + (number * OrderClass.Bits)
        : (number - DescriptorsInFirstWord) % DescriptorsInWord * OrderClass.Bits;
}
