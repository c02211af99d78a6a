namespace PhyrActors.Model.Tests;

/// <summary>What holds for the table of every format.</summary>
public abstract class IoPageTableContract(IoTableFormat format)
{
    protected const ulong Page = Pfn.FrameSizeBytes;
    protected const ulong Size2M = 1UL << 21;
    protected const ulong Size1G = 1UL << 30;

    public IoTableFormat Format { get; } = format;

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
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);

        Errno errno = bench.Map(iova, phys, length);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_mapping_that_permits_nothing_is_refused()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);

        Errno errno = bench.Map(Page, Page, Page, IoProt.Mmio);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void The_last_page_of_the_address_space_can_be_mapped_and_unmapped()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        ulong last = IoLevel.AddressLast.Value & ~(Page - 1);

        Errno errno = bench.Map(last, 0x5000, Page);
        ulong unmapped = bench.Unmap(last, Page);

        Assert.Equal((Errno.None, Page), (errno, unmapped));
    }

    [Fact]
    public void An_aligned_gibibyte_is_one_leaf()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);

        bench.Map(4 * Size1G, 8 * Size1G, Size1G);

        Assert.Equal((1, 0, 0), LeafCounts(bench));
    }

    [Fact]
    public void A_gibibyte_without_large_leaves_in_the_set_is_mapped_by_smaller_ones()
    {
        TableBench bench = new(IoPageSizes.UpTo2MiB, format: Format);

        bench.Map(4 * Size1G, 8 * Size1G, Size1G);

        Assert.Equal((0, 512, 0), LeafCounts(bench));
    }

    [Fact]
    public void A_range_is_small_leaves_up_to_the_border_then_large_ones_then_small_ones()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);

        bench.Map(Size2M - Page, Size1G + Size2M - Page, (2 * Size2M) + (3 * Page));

        Assert.Equal((0, 2, 3), LeafCounts(bench));
    }

    [Theory]
    [InlineData(5 * Page, Page)]
    [InlineData(Size2M, Size2M)]
    public void A_map_over_a_live_leaf_is_refused_and_leaves_the_rest_as_it_was(ulong liveStart, ulong liveLength)
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(liveStart, Size1G, liveLength);

        Errno errno = bench.Map(Page, 2 * Size1G, (2 * Size2M) - Page);

        Assert.Equal((Format.Overlap, liveLength), (errno, bench.Table.MappedBytes));
    }

    [Fact]
    public void A_large_leaf_replaces_empty_tables_and_hands_them_out_lowest_first()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size1G + Page, Page, Page);
        bench.Unmap(Size1G + Page, Page);

        Errno errno = bench.Map(Size1G, 2 * Size1G, Size1G);

        Assert.Equal((Errno.None, "1 2"), (errno, Levels(bench)));
    }

    [Fact]
    public void A_dry_pool_refuses_the_map_and_takes_its_leaves_back()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, frames: 3, Format);

        Errno errno = bench.Map(Size2M - Page, Page, 2 * Page);

        Assert.Equal((Errno.ENOMEM, 0UL), (errno, bench.Table.MappedBytes));
    }

    [Fact]
    public void An_unmap_stops_at_a_gap()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Page, Page, 2 * Page);
        bench.Map(4 * Page, Page, Page);

        ulong unmapped = bench.Unmap(Page, 4 * Page);

        Assert.Equal(2 * Page, unmapped);
    }

    [Theory]
    [InlineData(Page, 0)]
    [InlineData(Page + 1, Page)]
    [InlineData(Page, Page - 1)]
    [InlineData(1UL << 48, Page)]
    public void An_unmap_of_no_whole_page_does_nothing(ulong iova, ulong length)
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Page, Page, Page);

        ulong unmapped = bench.Unmap(iova, length);

        Assert.Equal(0UL, unmapped);
    }

    [Fact]
    public void An_emptied_table_that_the_range_covers_in_part_stays()
    {
        TableBench bench = new(IoPageSizes.Only4KiB, format: Format);
        bench.Map(Size2M, 0, Page);

        bench.Unmap(Size2M, Page);

        Assert.Equal((0, 4), (bench.Freed.Count, bench.Table.TablePages));
    }

    [Fact]
    public void A_frame_that_left_the_table_reads_as_freed()
    {
        TableBench bench = new(IoPageSizes.UpTo2MiB, format: Format);
        bench.Map(Size2M, Page, Size2M);
        bench.Unmap(Size2M, Size2M);

        IoEntry entry = bench.Table.ReadEntry(bench.Freed[0].Frame, bench.Freed[0].Level, 0);

        Assert.Equal(IoEntryKind.Freed, entry.Kind);
    }

    [Fact]
    public void A_frame_that_came_back_at_another_level_reads_as_freed_at_the_old_one()
    {
        TableBench bench = new(IoPageSizes.UpTo2MiB, frames: 3, Format);
        bench.Map(Size2M, Page, Size2M);
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
        TableBench bench = new(IoPageSizes.Only4KiB, frames: 3, Format);
        bench.Map(Page, 0, Page);
        bench.Pool.Add(bench.Table.Root);

        Assert.Throws<InvariantException>(() => bench.Map(Size2M, 0, Page));
    }

    [Fact]
    public void A_first_map_of_one_page_takes_a_table_for_each_level_below_the_root()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);

        int tables = bench.Table.TablesNeededMax(new Iova(Page), new PhysAddr(Page), Page);

        Assert.Equal(3, tables);
    }

    [Fact]
    public void Large_leaves_need_few_tables()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);

        int tables = bench.Table.TablesNeededMax(new Iova(Size1G), new PhysAddr(Size1G), 100 * Size1G);

        Assert.Equal(1, tables);
    }

    [Fact]
    public void A_set_without_4_KiB_leaves_cannot_make_a_table()
    {
        Assert.Throws<ArgumentException>(() => new IoPageTable(new Pfn(1), new IoPageSizes(Size2M)));
    }

    [Theory]
    [InlineData(IoProt.Read)]
    [InlineData(IoProt.Read | IoProt.Write)]
    [InlineData(IoProt.Read | IoProt.Mmio)]
    [InlineData(IoProt.Read | IoProt.Write | IoProt.Mmio)]
    public void Protection_and_the_MMIO_mark_come_back_from_a_walk_at_every_level(IoProt prot)
    {
        foreach (ulong length in (ulong[])[Page, Size2M, Size1G])
        {
            TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
            bench.Map(length, 3 * length, length, prot);

            IoEntry entry = TableWalk.Walk(bench.Table, new Iova(length));

            Assert.Equal(3 * length, entry.Phys.Value);
            Assert.Equal((prot, IoEntryKind.Leaf, length), (entry.Prot, entry.Kind, entry.PageSize.Bytes));
        }
    }

    [Fact]
    public void Write_only_is_never_less_than_writable()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);

        bench.Map(Page, Page, Page, IoProt.Write);

        Assert.Equal(IoProt.Write, bench.Translate(Page)?.Prot & IoProt.Write);
    }

    [Fact]
    public void The_highest_page_of_memory_can_be_mapped_and_the_one_above_cannot()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        ulong end = 1UL << Format.OutputBits;

        Errno highest = bench.Map(Page, end - Page, Page);
        Errno above = bench.Map(2 * Page, end, Page);

        Assert.Equal((Errno.None, Errno.EINVAL, end - Page), (highest, above, bench.Translate(Page)?.Phys.Value));
    }

    [Fact]
    public void A_page_mapped_alone_beside_others_is_refused_where_one_is_live_already()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M, Page, 2 * Page);

        Errno beside = bench.Map(Size2M + (2 * Page), 9 * Page, Page);
        Errno over = bench.Map(Size2M + Page, 9 * Page, Page);

        Assert.Equal((Errno.None, Format.Overlap), (beside, over));
        Assert.Equal(2 * Page, bench.Translate(Size2M + Page)?.Phys.Value);
    }

    [Fact]
    [Trait("row", "D7")]
    public void A_list_is_one_map_and_neighbours_in_memory_become_one_large_leaf()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        RangeCpu range = Ranges.OfBlocks((512, 8), (768, 8), (4096, 0), (9000, 0));

        Errno errno = bench.Map(Size2M, range);

        Assert.Equal((Errno.None, (0, 1, 2)), (errno, LeafCounts(bench)));
        Assert.Equal(9000 * Page, bench.Translate((2 * Size2M) + Page)?.Phys.Value);
    }

    [Fact]
    public void A_list_that_meets_a_live_leaf_leaves_nothing_of_itself()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M + (2 * Page), 77 * Page, Page);
        RangeCpu range = Ranges.OfBlocks((512, 0), (768, 0), (4096, 0));

        Errno errno = bench.Map(Size2M, range);

        Assert.Equal((Format.Overlap, Page), (errno, bench.Table.MappedBytes));
    }

    [Fact]
    public void An_unmap_tells_how_many_entries_it_cleared_and_what_they_covered()
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: Format);
        bench.Map(Size2M - (2 * Page), Size1G - (2 * Page), (2 * Page) + (3 * Size2M));

        bench.Unmap(Size2M - (2 * Page), (2 * Page) + (3 * Size2M));

        Assert.Equal((5, (2 * Page) + (3 * Size2M)), (bench.Gather.Entries, bench.Gather.EntryBytes));
    }

    private protected static (long, long, long) LeafCounts(TableBench bench) => (
        bench.Table.LeafCount(PageSize.Size1GiB),
        bench.Table.LeafCount(PageSize.Size2MiB),
        bench.Table.LeafCount(PageSize.Size4KiB));

    private protected static string Levels(TableBench bench) =>
        string.Join(' ', bench.Freed.Select(freed => freed.Level));
}
