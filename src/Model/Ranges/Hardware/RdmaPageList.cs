namespace PhyrActors.Model;

/// <summary>A memory region as an RDMA adapter is told of it: pages of one size, by address.</summary>
/// <remarks>Source: drivers/infiniband/core/umem.c, v6.16; the page is the best block of the region.</remarks>
public sealed class RdmaPageList
{
    private RdmaPageList(PageSize page, ulong[] pages) => (Page, Pages) = (page, pages);

    public PageSize Page { get; }

    /// <summary>Where each page begins, the first and the last used in part.</summary>
    public IReadOnlyList<ulong> Pages { get; }

    /// <summary>Writes the list straight from the ranges.</summary>
    /// <param name="memory">The region's memory.</param>
    /// <param name="sizes">What the adapter can do, bit n for 2^n bytes; at least one.</param>
    /// <param name="hardwareStart">The address under which the adapter knows the region's first byte.</param>
    /// <exception cref="ArgumentException">The adapter has no page that says the region.</exception>
    public static RdmaPageList Of(IRangeStorage<DmaRange> memory, ulong sizes, ulong hardwareStart)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sizes);
        RangeLimits inPages = new() { BlockSizes = sizes, HardwareStart = hardwareStart };
        LimitedCursor<DmaRange> cursor = new(memory, inPages);
        PageSize page = cursor.Block ?? throw new InvariantException("blocks were asked for");
        List<ulong> pages = [];
        while (cursor.MoveNext())
        {
            pages.Add(((IRange<DmaRange>)cursor.Current).StartValue & ~page.OffsetMask);
        }

        return new RdmaPageList(page, [.. pages]);
    }
}
