using System.Numerics;

namespace PhyrActors.Model;

/// <summary>A memory region as an RDMA adapter is told of it: pages of one size, by address.</summary>
/// <remarks>Source: drivers/infiniband/core/umem.c:ib_umem_find_best_pgsz(), v6.12.</remarks>
public sealed class RdmaPageList
{
    private RdmaPageList(PageSize page, ulong[] pages) => (Page, Pages) = (page, pages);

    public PageSize Page { get; }

    /// <summary>Where each page begins, the first and the last used in part.</summary>
    public IReadOnlyList<ulong> Pages { get; }

    /// <summary>The largest page that says the region: from one page on its address and the region's must agree below
    /// the page size wherever a range begins.</summary>
    /// <param name="memory">The region's memory.</param>
    /// <param name="sizes">What the adapter can do, bit n for 2^n bytes.</param>
    /// <param name="hardwareStart">The address under which the adapter knows the region's first byte.</param>
    /// <returns>Null: not even the smallest.</returns>
    public static PageSize? BestPage(IRangeStorage<DmaRange> memory, ulong sizes, ulong hardwareStart)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ulong lastAddress = unchecked(hardwareStart + memory.LengthBytes - 1);
        int enoughLog2 = 64 - BitOperations.LeadingZeroCount(hardwareStart ^ lastAddress);
        ulong differing = enoughLog2 == 64 ? 0 : sizes >> enoughLog2 << enoughLog2;
        ulong address = hardwareStart;
        ulong left = memory.LengthBytes;
        foreach (DmaRange range in new LimitedCursor<DmaRange>(memory, RangeLimits.None))
        {
            differing |= StartOf(range) ^ address;
            address = unchecked(address + range.LengthBytes);
            left -= range.LengthBytes;
            differing |= left > 0 ? address : 0;
        }

        int bits = BitOperations.TrailingZeroCount(differing);
        ulong usable = bits >= 63 ? sizes : sizes & ((2UL << bits) - 1);
        return usable == 0 ? null : new PageSize(BitOperations.Log2(usable));
    }

    /// <summary>Writes the list straight from the ranges.</summary>
    /// <exception cref="ArgumentException">The adapter has no page that says the region.</exception>
    public static RdmaPageList Of(IRangeStorage<DmaRange> memory, ulong sizes, ulong hardwareStart)
    {
        PageSize page = BestPage(memory, sizes, hardwareStart)
            ?? throw new ArgumentException($"No page of sizes 0x{sizes:x} says a region at 0x{hardwareStart:x}.");
        List<ulong> pages = [];
        RangeLimits inPages = new() { BoundaryMask = page.OffsetMask };
        foreach (DmaRange part in new LimitedCursor<DmaRange>(memory, inPages))
        {
            pages.Add(StartOf(part) & ~page.OffsetMask);
        }

        return new RdmaPageList(page, [.. pages]);
    }

    private static ulong StartOf(DmaRange range) => ((IRange<DmaRange>)range).StartValue;
}
