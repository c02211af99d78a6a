using System.Numerics;

namespace PhyrActors.Model;

/// <summary>A free run of granules, and what naturally aligned request fits into it.</summary>
/// <remarks>Shape: [First, End), in granules. A request of n granules must start at a multiple of the power of two that
/// holds n.</remarks>
internal readonly record struct IovaGap(ulong First, ulong End)
{
    /// <summary>The one number that decides: a request fits exactly if it is not larger than this.</summary>
    /// <remarks>Split the gap at its most aligned point. Everything from there on up fits, whatever its size; below
    /// it only whole powers of two reach down from it. (A size between two powers needs an aligned start of the
    /// larger one; the gap has at most one such start without holding the whole larger block, and that is the split
    /// point.)</remarks>
    public ulong LargestFit
    {
        get
        {
            if (First >= End)
            {
                return 0;
            }

            int splitBit = BitOperations.Log2((First - 1) ^ End);
            ulong split = End >> splitBit << splitBit;
            ulong below = split - First;
            return Math.Max(End - split, below == 0 ? 0 : 1UL << BitOperations.Log2(below));
        }
    }

    /// <summary>The highest legal start of a request that fits.</summary>
    public ulong HighestStart(ulong granules) => (End - granules) & ~(BitOperations.RoundUpToPowerOf2(granules) - 1);
}
