using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class InvalidationBatchTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const int Domain = 7;

    [Fact]
    public void Every_page_of_every_request_is_covered_by_regions_that_lie_apart() =>
        Prop.ForAll(OperationDraws.Sequences(30), CoversEverything).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 2, 0, 4)]
    [InlineData(4, 3, 4, 4)]
    [InlineData(7, 2, 0, 16)]
    [InlineData(0x1FF, 2, 0, 0x400)]
    public void A_range_becomes_the_smallest_aligned_power_of_two_around_it(
        int firstPage,
        int pages,
        int regionFirst,
        int regionPages)
    {
        InvalidationBatch batch = new(Domain);
        batch.Add(At(firstPage), (ulong)pages * Page, InvalidationHint.LeafOnly);

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.Equal([Region(regionFirst, regionPages, InvalidationHint.LeafOnly)], descriptors);
    }

    [Fact]
    public void Ranges_that_touch_go_out_as_one()
    {
        InvalidationBatch batch = new(Domain);
        batch.Add(At(6), 2 * Page, InvalidationHint.LeafOnly);
        batch.Add(At(4), 2 * Page, InvalidationHint.LeafOnly);

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.Equal([Region(4, 4, InvalidationHint.LeafOnly)], descriptors);
    }

    [Fact]
    public void Ranges_with_a_gap_between_go_out_apart()
    {
        InvalidationBatch batch = new(Domain);
        batch.Add(At(12), Page, InvalidationHint.LeafOnly);
        batch.Add(At(4), 2 * Page, InvalidationHint.LeafOnly);

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.Equal([Region(4, 2, InvalidationHint.LeafOnly), Region(12, 1, InvalidationHint.LeafOnly)], descriptors);
    }

    [Fact]
    public void A_region_that_grew_over_its_neighbours_goes_out_alone()
    {
        InvalidationBatch batch = new(Domain);
        batch.Add(At(1), Page, InvalidationHint.LeafOnly);
        batch.Add(At(7), 2 * Page, InvalidationHint.LeafOnly);
        batch.Add(At(12), Page, InvalidationHint.LeafOnly);

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.Equal([Region(0, 16, InvalidationHint.LeafOnly)], descriptors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void One_member_that_freed_a_table_makes_the_whole_batch_reach_all_levels(int member)
    {
        InvalidationBatch batch = new(Domain);
        for (int i = 0; i < 3; i++)
        {
            batch.Add(At(4 * i), Page, i == member ? InvalidationHint.AllLevels : InvalidationHint.LeafOnly);
        }

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.All(descriptors, descriptor => Assert.Equal(InvalidationHint.AllLevels, descriptor.Hint));
    }

    [Fact]
    public void A_batch_without_freed_tables_leaves_paging_structures_alone()
    {
        InvalidationBatch batch = new(Domain);
        batch.Add(At(4), Page, InvalidationHint.LeafOnly);

        Assert.Equal(InvalidationHint.LeafOnly, batch.Hint);
    }

    [Fact]
    public void More_regions_than_allowed_become_one_domain_selective_invalidation()
    {
        InvalidationBatch batch = new(Domain, descriptorsMax: 2);
        batch.Add(At(4), Page, InvalidationHint.LeafOnly);
        batch.Add(At(8), Page, InvalidationHint.LeafOnly);
        batch.Add(At(12), Page, InvalidationHint.LeafOnly);

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.Equal([InvalidationDescriptor.WholeDomain(Domain)], descriptors);
    }

    [Fact]
    public void A_region_larger_than_the_unit_takes_becomes_domain_selective()
    {
        InvalidationBatch batch = new(Domain, regionLog2Max: 14);
        batch.Add(At(3), 2 * Page, InvalidationHint.LeafOnly);

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.Equal([InvalidationDescriptor.WholeDomain(Domain)], descriptors);
    }

    [Fact]
    public void A_drained_batch_begins_anew()
    {
        InvalidationBatch batch = new(Domain);
        batch.Add(At(4), Page, InvalidationHint.AllLevels);
        Drain(batch);

        List<InvalidationDescriptor> descriptors = Drain(batch);

        Assert.Equal((0, InvalidationHint.LeafOnly), (descriptors.Count, batch.Hint));
    }

    [Fact]
    public void An_empty_range_is_a_callers_mistake()
    {
        InvalidationBatch batch = new(Domain);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Add(At(1), 0, InvalidationHint.LeafOnly));
    }

    [Fact]
    public void A_region_that_is_not_aligned_to_itself_cannot_be_described()
    {
        Assert.Throws<ArgumentException>(
            () => InvalidationDescriptor.Pages(Domain, At(1), 13, InvalidationHint.LeafOnly));
    }

    private static Iova At(int page) => new((ulong)page * Page);

    private static InvalidationDescriptor Region(int firstPage, int pages, InvalidationHint hint) =>
        InvalidationDescriptor.Pages(Domain, At(firstPage), Pfn.FrameSizeLog2 + int.Log2(pages), hint);

    private static List<InvalidationDescriptor> Drain(InvalidationBatch batch)
    {
        List<InvalidationDescriptor> descriptors = [];
        batch.Drain(descriptors);
        return descriptors;
    }

    private static bool CoversEverything(int[] operations)
    {
        InvalidationBatch batch = new(Domain, descriptorsMax: 30);
        HashSet<int> pages = [];
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            int first = draws.Below(4000);
            int count = 1 + draws.Below(40);
            batch.Add(At(first), (ulong)count * Page, InvalidationHint.LeafOnly);
            pages.UnionWith(Enumerable.Range(first, count));
        }

        List<InvalidationDescriptor> regions = Drain(batch);
        return pages.All(page => regions.Count(region => Covers(region, At(page))) == 1);
    }

    private static bool Covers(InvalidationDescriptor region, Iova iova) =>
        iova.Value >> region.SizeLog2 == region.Start.Value >> region.SizeLog2;
}
