using System.Numerics;

namespace PhyrActors.Model;

/// <summary>The largest block by which a device can be told of a list: only the first block may begin and only the
/// last may end inside.</summary>
/// <remarks>From a block on, the address and the place where the device finds it must agree below the block's size
/// wherever a run begins. Source: drivers/infiniband/core/umem.c:ib_umem_find_best_pgsz(), v6.16; that a region past
/// 2^64 has none is of v6.19.</remarks>
public static class BestBlock
{
    /// <param name="memory">The list.</param>
    /// <param name="sizes">What the device can do, bit n for 2^n bytes.</param>
    /// <param name="hardwareStart">Where the device finds the list's first byte; null: under its own address.</param>
    /// <returns>Null: not even the smallest.</returns>
    public static PageSize? Of<TRange>(IRangeStorage<TRange> memory, ulong sizes, ulong? hardwareStart = null)
        where TRange : struct, IRange<TRange>
    {
        LimitedCursor<TRange> runs = new(memory, RangeLimits.None);
        if (!runs.MoveNext())
        {
            return null;
        }

        ulong start = hardwareStart ?? runs.Current.StartValue;
        if (memory.LengthBytes - 1 > ulong.MaxValue - start)
        {
            return null;
        }

        // A block larger than what the list may span says no more than the smallest that spans it.
        int spanLog2 = 64 - BitOperations.LeadingZeroCount(start ^ (start + (memory.LengthBytes - 1)));
        ulong differing = spanLog2 == 64 ? 0 : sizes >> spanLog2 << spanLog2;
        differing |= runs.Current.StartValue ^ start;
        ulong address = unchecked(start + runs.Current.LengthBytes);
        while (runs.MoveNext())
        {
            differing |= address | (runs.Current.StartValue ^ address);
            address = unchecked(address + runs.Current.LengthBytes);
        }

        int agreeing = BitOperations.TrailingZeroCount(differing);
        ulong usable = agreeing >= 63 ? sizes : sizes & ((2UL << agreeing) - 1);
        return usable == 0 ? null : new PageSize(BitOperations.Log2(usable));
    }
}
