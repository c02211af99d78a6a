namespace PhyrActors.Model.Tests;

/// <summary>The rules of the kernel's generic page table: nothing is split, nothing live is replaced.</summary>
public abstract class GenericPtTableContract(IoTableFormat format) : IoPageTableContract(format)
{
    [Fact]
    public void A_large_leaf_over_a_table_with_leaves_is_refused()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M + Page, Size1G, Page);

        Errno errno = bench.Map(Size2M, 2 * Size1G, Size2M);

        Assert.Equal((Errno.EADDRINUSE, 0), (errno, bench.Freed.Count));
    }

    [Fact]
    public void An_unmap_that_starts_inside_a_large_leaf_does_nothing()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M, Size2M, Size2M);

        ulong unmapped = bench.Unmap(Size2M + Page, Page);

        Assert.Equal((0UL, Size2M), (unmapped, bench.Table.MappedBytes));
    }

    [Fact]
    public void An_unmap_that_ends_inside_a_large_leaf_removes_it_whole_and_says_so()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M, Size2M, Size2M);

        ulong unmapped = bench.Unmap(Size2M, Page);

        Assert.Equal((Size2M, 0UL), (unmapped, bench.Table.MappedBytes));
    }

    [Fact]
    public void A_table_that_the_range_covers_whole_is_handed_out()
    {
        TableBench bench = new(IoPageSizes.Only4KiB, format: Format);
        bench.Map(Size2M, 0, 2 * Size2M);

        bench.Unmap(Size2M, Size2M + Page);

        Assert.Equal("1", Levels(bench));
    }

    [Fact]
    public void Parents_that_the_range_covers_whole_follow_their_last_child()
    {
        TableBench bench = new(IoPageSizes.UpTo2MiB, format: Format);
        bench.Map(Size1G, Page, Size2M);
        bench.Map(Size1G + Size2M, Size1G, Size1G - Size2M);

        bench.Unmap(Size1G, Size1G);

        Assert.Equal("1 2", Levels(bench));
    }
}
