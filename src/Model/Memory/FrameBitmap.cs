using System.Numerics;

namespace PhyrActors.Model;

/// <summary>A set of small numbers with fast search for the next member; room for millions, paid for where members
/// are.</summary>
/// <remarks>Level 0 has a bit a number; each level above has a bit for each word below that is not 0. The words of
/// level 0 come into being 64 at a time.</remarks>
internal sealed class FrameBitmap
{
    private const int WordLog2 = 6;
    private const int LeafWordsLog2 = 6;

    private readonly ulong[]?[] _leaves;
    private readonly ulong[][] _summaries;

    public FrameBitmap(ulong length)
    {
        Length = length;
        ulong words = WordsFor(length);
        _leaves = new ulong[]?[WordsFor(words)];
        List<ulong[]> summaries = [];
        do
        {
            words = WordsFor(words);
            summaries.Add(new ulong[words]);
        }
        while (words > 1);
        _summaries = [.. summaries];
    }

    public ulong Length { get; }

    public ulong Count { get; private set; }

    public bool Contains(ulong number)
    {
        ulong[]? leaf = _leaves[number >> (WordLog2 + LeafWordsLog2)];
        return leaf is not null && (leaf[(number >> WordLog2) & 63] & Bit(number)) != 0;
    }

    /// <summary>Adds a number that is not a member.</summary>
    public void Add(ulong number)
    {
        Count++;
        ulong[] leaf = _leaves[number >> (WordLog2 + LeafWordsLog2)] ??= new ulong[1 << LeafWordsLog2];
        ref ulong word = ref leaf[(number >> WordLog2) & 63];
        bool wasEmpty = word == 0;
        word |= Bit(number);
        for (int level = 0; wasEmpty && level < _summaries.Length; level++)
        {
            number >>= WordLog2;
            ref ulong summary = ref _summaries[level][number >> WordLog2];
            wasEmpty = summary == 0;
            summary |= Bit(number);
        }
    }

    /// <summary>Takes out a number that is a member.</summary>
    public void Remove(ulong number)
    {
        Count--;
        ulong[] leaf = _leaves[number >> (WordLog2 + LeafWordsLog2)]!;
        ref ulong word = ref leaf[(number >> WordLog2) & 63];
        word &= ~Bit(number);
        bool isEmpty = word == 0;
        for (int level = 0; isEmpty && level < _summaries.Length; level++)
        {
            number >>= WordLog2;
            ref ulong summary = ref _summaries[level][number >> WordLog2];
            summary &= ~Bit(number);
            isEmpty = summary == 0;
        }
    }

    /// <summary>The smallest member at or above a number.</summary>
    public bool TryNext(ulong from, out ulong number)
    {
        number = from;
        for (int level = -1; level < _summaries.Length; level++)
        {
            ulong index = number >> WordLog2;
            if (index >= WordCount(level))
            {
                return false;
            }

            ulong rest = Word(level, index) >> (int)(number & 63);
            if (rest != 0)
            {
                number += (ulong)BitOperations.TrailingZeroCount(rest);
                return Descend(level, ref number);
            }

            number = index + 1;
        }

        return false;
    }

    private bool Descend(int level, ref ulong number)
    {
        for (int below = level - 1; below >= -1; below--)
        {
            number = (number << WordLog2) + (ulong)BitOperations.TrailingZeroCount(Word(below, number));
        }

        return true;
    }

    private ulong WordCount(int level) =>
        level < 0 ? (ulong)_leaves.Length << LeafWordsLog2 : (ulong)_summaries[level].Length;

    private ulong Word(int level, ulong index) =>
        level >= 0 ? _summaries[level][index] : _leaves[index >> LeafWordsLog2]?[index & 63] ?? 0;

    private static ulong WordsFor(ulong bits) => Math.Max(1, (bits + 63) >> WordLog2);

    private static ulong Bit(ulong number) => 1UL << (int)(number & 63);
}
