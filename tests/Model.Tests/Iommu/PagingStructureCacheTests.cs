namespace PhyrActors.Model.Tests;

public class PagingStructureCacheTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const ulong Size2M = 1UL << 21;

    [Fact]
    public void A_walk_begins_at_the_lowest_table_known()
    {
        PagingStructureCache cache = new();
        cache.Fill(1, new Iova(Size2M), 3, new Pfn(30));
        cache.Fill(1, new Iova(Size2M), 1, new Pfn(10));
        cache.Fill(1, new Iova(Size2M), 2, new Pfn(20));

        cache.TryLookup(1, new Iova(Size2M + Page), out Pfn table, out int level);

        Assert.Equal((new Pfn(10), 1), (table, level));
    }

    [Fact]
    public void An_address_under_another_lower_table_begins_at_the_common_higher_one()
    {
        PagingStructureCache cache = new();
        cache.Fill(1, new Iova(Size2M), 1, new Pfn(10));
        cache.Fill(1, new Iova(Size2M), 2, new Pfn(20));

        cache.TryLookup(1, new Iova(5 * Size2M), out Pfn table, out int level);

        Assert.Equal((new Pfn(20), 2), (table, level));
    }

    [Fact]
    public void A_leaf_only_invalidation_keeps_every_table()
    {
        PagingStructureCache cache = new();
        cache.Fill(1, new Iova(Size2M), 1, new Pfn(10));

        cache.Invalidate(1, new Iova(Size2M), Size2M, InvalidationHint.LeafOnly);

        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void An_invalidation_of_all_levels_drops_every_table_above_the_range()
    {
        PagingStructureCache cache = new();
        cache.Fill(1, new Iova(Size2M), 1, new Pfn(10));
        cache.Fill(1, new Iova(Size2M), 2, new Pfn(20));
        cache.Fill(1, new Iova(Size2M), 3, new Pfn(30));

        cache.Invalidate(1, new Iova(Size2M + Page), Page, InvalidationHint.AllLevels);

        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void An_invalidation_of_all_levels_spares_tables_beside_the_range()
    {
        PagingStructureCache cache = new();
        cache.Fill(1, new Iova(Size2M), 1, new Pfn(10));

        cache.Invalidate(1, new Iova(2 * Size2M), Size2M, InvalidationHint.AllLevels);

        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void A_domain_selective_invalidation_reaches_every_table_of_that_domain_only()
    {
        PagingStructureCache cache = new();
        cache.Fill(1, new Iova(Size2M), 2, new Pfn(10));
        cache.Fill(2, new Iova(Size2M), 2, new Pfn(20));

        cache.InvalidateDomain(1);

        Assert.Equal(
            (false, true),
            (cache.TryLookup(1, new Iova(Size2M), out _, out _), cache.TryLookup(2, new Iova(Size2M), out _, out _)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void The_root_is_no_cached_table_and_there_is_no_level_below_one(int level)
    {
        PagingStructureCache cache = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Fill(1, new Iova(Size2M), level, new Pfn(10)));
    }

    [Fact]
    public void A_walk_that_follows_a_kept_pointer_reads_a_freed_table()
    {
        TableBench bench = new(IoPageSizes.Only4KiB);
        PagingStructureCache cache = new();
        bench.Map(Size2M, 0, Size2M);
        Iova iova = new(Size2M);
        cache.Fill(1, iova, 1, bench.Table.ReadEntry(
            bench.Table.ReadEntry(
                bench.Table.ReadEntry(bench.Table.Root, 4, 0).Table, 3, 0).Table, 2, 1).Table);
        bench.Unmap(Size2M, Size2M);

        cache.Invalidate(1, iova, Size2M, InvalidationHint.LeafOnly);

        cache.TryLookup(1, iova, out Pfn table, out int level);
        Assert.Equal(IoEntryKind.Freed, bench.Table.ReadEntry(table, level, 0).Kind);
    }
}
