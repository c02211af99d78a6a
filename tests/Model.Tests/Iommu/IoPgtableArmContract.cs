namespace PhyrActors.Model.Tests;

/// <summary>The rules of io-pgtable-arm under iommu_map and iommu_unmap: large leaves are split, tables
/// replaced.</summary>
public abstract class IoPgtableArmContract(IoTableFormat format) : IoPageTableContract(format)
{
    [Fact]
    public void An_unmap_of_part_of_a_large_leaf_splits_it_and_the_rest_stays_mapped()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size1G, 2 * Size1G, Size1G, IoProt.Read);

        ulong unmapped = bench.Unmap(Size1G + Size2M + Page, 2 * Page);

        Assert.Equal((2 * Page, (0L, 511L, 510L)), (unmapped, LeafCounts(bench)));
        Assert.Null(bench.Translate(Size1G + Size2M + (2 * Page)));
        Assert.Equal(
            new IoTranslation(new PhysAddr((2 * Size1G) + Size2M), IoProt.Read, PageSize.Size4KiB),
            bench.Translate(Size1G + Size2M));
    }

    [Fact]
    public void A_large_leaf_that_cannot_be_split_for_want_of_a_page_stays_whole()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, frames: 2, Format);
        bench.Map(Size2M, Size2M, Size2M);

        ulong unmapped = bench.Unmap(Size2M, Page);

        Assert.Equal((0UL, Size2M), (unmapped, bench.Table.MappedBytes));
    }

    [Fact]
    public void A_large_leaf_replaces_a_table_with_leaves()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M + Page, Size1G, Page);

        Errno errno = bench.Map(Size2M, 2 * Size1G, Size2M);

        Assert.Equal((Errno.None, "1", (0L, 1L, 0L)), (errno, Levels(bench), LeafCounts(bench)));
    }

    [Fact]
    public void A_refused_run_of_large_leaves_has_destroyed_the_tables_before_the_live_one()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M + Page, Size1G, Page);
        bench.Map(2 * Size2M, Size1G, Size2M);

        Errno errno = bench.Map(Size2M, 2 * Size1G, 2 * Size2M);

        Assert.Equal((Errno.EEXIST, Size2M), (errno, bench.Table.MappedBytes));
    }

    [Fact]
    public void An_unmap_of_a_whole_table_with_gaps_takes_the_table_and_claims_all_of_it()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M + Page, Page, Page);

        ulong unmapped = bench.Unmap(Size2M, Size2M);

        Assert.Equal((Size2M, "1", 1), (unmapped, Levels(bench), bench.Gather.TableEntries));
    }

    [Fact]
    public void Unmaps_of_small_pages_never_hand_out_the_table_that_they_empty()
    {
        TableBench bench = new(IoPageSizes.Only4KiB, format: Format);
        bench.Map(Size2M, 0, Size2M);

        ulong unmapped = bench.Unmap(Size2M, Size2M);

        Assert.Equal((Size2M, 0), (unmapped, bench.Freed.Count));
    }
}
