namespace PhyrActors.Model.Tests;

public class IoPageTableTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const ulong Size2M = 1UL << 21;
    private const ulong Size1G = 1UL << 30;

    [Theory]
    [InlineData(0x1000, 0x1000, 0)]
    [InlineData(0x1800, 0x1000, 0x1000)]
    [InlineData(0x1000, 0x1800, 0x1000)]
    [InlineData(0x1000, 0x1000, 0x800)]
    [InlineData(0xFFFF_FFFF_F000, 0x1000, 0x2000)]
    [InlineData(0x1_0000_0000_0000, 0x1000, 0x1000)]
    [InlineData(0x1000, 0x10_0000_0000_0000, 0x1000)]
    public void A_range_that_is_empty_unaligned_or_out_of_reach_is_refused(ulong iova, ulong phys, ulong length)
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);

        Errno errno = bench.Map(iova, phys, length);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_mapping_that_permits_nothing_is_refused()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);

        Errno errno = bench.Map(Page, Page, Page, IoProt.Mmio);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void The_last_page_of_the_address_space_can_be_mapped_and_unmapped()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        ulong last = IoLevel.AddressLast.Value & ~(Page - 1);

        Errno errno = bench.Map(last, 0x5000, Page);
        ulong unmapped = bench.Unmap(last, Page);

        Assert.Equal((Errno.None, Page), (errno, unmapped));
    }

    [Fact]
    public void An_aligned_gibibyte_is_one_leaf()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);

        bench.Map(4 * Size1G, 8 * Size1G, Size1G);

        Assert.Equal((1, 0, 0), LeafCounts(bench));
    }

    [Fact]
    public void A_gibibyte_without_large_leaves_in_the_set_is_mapped_by_smaller_ones()
    {
        TableBench bench = new(IoPageSizes.UpTo2MiB);

        bench.Map(4 * Size1G, 8 * Size1G, Size1G);

        Assert.Equal((0, 512, 0), LeafCounts(bench));
    }

    [Fact]
    public void A_range_is_small_leaves_up_to_the_border_then_large_ones_then_small_ones()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);

        bench.Map(Size2M - Page, Size1G + Size2M - Page, (2 * Size2M) + (3 * Page));

        Assert.Equal((0, 2, 3), LeafCounts(bench));
    }

    [Fact]
    public void Protection_and_the_MMIO_mark_come_back_from_a_walk()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(Page, 0x9000, Page, IoProt.Write | IoProt.Mmio);

        IoEntry entry = TableWalk.Walk(bench.Table, new Iova(Page));

        Assert.Equal(IoEntry.Map(new PhysAddr(0x9000), IoProt.Write | IoProt.Mmio, PageSize.Size4KiB), entry);
    }

    [Theory]
    [InlineData(5 * Page, Page)]
    [InlineData(Size2M, Size2M)]
    public void A_map_over_a_live_leaf_is_refused_and_leaves_the_rest_as_it_was(ulong liveStart, ulong liveLength)
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(liveStart, Size1G, liveLength);

        Errno errno = bench.Map(Page, 2 * Size1G, (2 * Size2M) - Page);

        Assert.Equal((Errno.EADDRINUSE, liveLength), (errno, bench.Table.MappedBytes));
    }

    [Fact]
    public void A_large_leaf_over_a_table_with_leaves_is_refused()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(Size2M + Page, Size1G, Page);

        Errno errno = bench.Map(Size2M, 2 * Size1G, Size2M);

        Assert.Equal((Errno.EADDRINUSE, 0), (errno, bench.Freed.Count));
    }

    [Fact]
    public void A_large_leaf_replaces_empty_tables_and_hands_them_out_lowest_first()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(Size1G + Page, Page, Page);
        bench.Unmap(Size1G + Page, Page);

        Errno errno = bench.Map(Size1G, 2 * Size1G, Size1G);

        Assert.Equal((Errno.None, "1 2"), (errno, Levels(bench)));
    }

    [Fact]
    public void A_dry_pool_refuses_the_map_and_takes_its_leaves_back()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, frames: 3);

        Errno errno = bench.Map(Size2M - Page, Page, 2 * Page);

        Assert.Equal((Errno.ENOMEM, 0UL), (errno, bench.Table.MappedBytes));
    }

    [Fact]
    public void An_unmap_stops_at_a_gap()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(Page, Page, 2 * Page);
        bench.Map(4 * Page, Page, Page);

        ulong unmapped = bench.Unmap(Page, 4 * Page);

        Assert.Equal(2 * Page, unmapped);
    }

    [Fact]
    public void An_unmap_that_starts_inside_a_large_leaf_does_nothing()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(Size2M, Size2M, Size2M);

        ulong unmapped = bench.Unmap(Size2M + Page, Page);

        Assert.Equal((0UL, Size2M), (unmapped, bench.Table.MappedBytes));
    }

    [Fact]
    public void An_unmap_that_ends_inside_a_large_leaf_removes_it_whole_and_says_so()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(Size2M, Size2M, Size2M);

        ulong unmapped = bench.Unmap(Size2M, Page);

        Assert.Equal((Size2M, 0UL), (unmapped, bench.Table.MappedBytes));
    }

    [Theory]
    [InlineData(Page, 0)]
    [InlineData(Page + 1, Page)]
    [InlineData(Page, Page - 1)]
    [InlineData(1UL << 48, Page)]
    public void An_unmap_of_no_whole_page_does_nothing(ulong iova, ulong length)
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);
        bench.Map(Page, Page, Page);

        ulong unmapped = bench.Unmap(iova, length);

        Assert.Equal(0UL, unmapped);
    }

    [Fact]
    public void A_table_that_the_range_covers_whole_is_handed_out()
    {
        TableBench bench = new(IoPageSizes.Only4KiB);
        bench.Map(Size2M, 0, 2 * Size2M);

        bench.Unmap(Size2M, Size2M + Page);

        Assert.Equal("1", Levels(bench));
    }

    [Fact]
    public void Parents_that_the_range_covers_whole_follow_their_last_child()
    {
        TableBench bench = new(IoPageSizes.UpTo2MiB);
        bench.Map(Size1G, Page, Size2M);
        bench.Map(Size1G + Size2M, Size1G, Size1G - Size2M);

        bench.Unmap(Size1G, Size1G);

        Assert.Equal("1 2", Levels(bench));
    }

    [Fact]
    public void An_emptied_table_that_the_range_covers_in_part_stays()
    {
        TableBench bench = new(IoPageSizes.Only4KiB);
        bench.Map(Size2M, 0, Page);

        bench.Unmap(Size2M, Page);

        Assert.Equal((0, 4), (bench.Freed.Count, bench.Table.TablePages));
    }

    [Fact]
    public void A_frame_that_left_the_table_reads_as_freed()
    {
        TableBench bench = new(IoPageSizes.Only4KiB);
        bench.Map(Size2M, 0, Size2M);
        bench.Unmap(Size2M, Size2M);

        IoEntry entry = bench.Table.ReadEntry(bench.Freed[0].Frame, bench.Freed[0].Level, 0);

        Assert.Equal(IoEntryKind.Freed, entry.Kind);
    }

    [Fact]
    public void A_frame_that_came_back_at_another_level_reads_as_freed_at_the_old_one()
    {
        TableBench bench = new(IoPageSizes.Only4KiB, frames: 3);
        bench.Map(Size2M, 0, Size2M);
        bench.Unmap(Size2M, Size2M);
        Pfn reused = bench.Freed[0].Frame;
        bench.Pool.Add(new Pfn(77));
        bench.Pool.Add(reused);
        bench.Map(Size1G, 0, Page);

        IoEntry entry = bench.Table.ReadEntry(reused, IoLevel.Leaf, 0);

        Assert.Equal(IoEntryKind.Freed, entry.Kind);
    }

    [Fact]
    public void A_frame_twice_in_one_table_is_an_impossible_state()
    {
        TableBench bench = new(IoPageSizes.Only4KiB, frames: 3);
        bench.Map(Page, 0, Page);
        bench.Pool.Add(bench.Table.Root);

        Assert.Throws<InvariantException>(() => bench.Map(Size2M, 0, Page));
    }

    [Fact]
    public void A_first_map_of_one_page_takes_a_table_for_each_level_below_the_root()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);

        int tables = bench.Table.TablesNeededMax(new Iova(Page), new PhysAddr(Page), Page);

        Assert.Equal(3, tables);
    }

    [Fact]
    public void Large_leaves_need_few_tables()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB);

        int tables = bench.Table.TablesNeededMax(new Iova(Size1G), new PhysAddr(Size1G), 100 * Size1G);

        Assert.Equal(1, tables);
    }

    [Fact]
    public void A_set_without_4_KiB_leaves_cannot_make_a_table()
    {
        Assert.Throws<ArgumentException>(() => new IoPageTable(new Pfn(1), new IoPageSizes(Size2M)));
    }

    private static (long, long, long) LeafCounts(TableBench bench) => (
        bench.Table.LeafCount(PageSize.Size1GiB),
        bench.Table.LeafCount(PageSize.Size2MiB),
        bench.Table.LeafCount(PageSize.Size4KiB));

    private static string Levels(TableBench bench) => string.Join(' ', bench.Freed.Select(freed => freed.Level));
}
