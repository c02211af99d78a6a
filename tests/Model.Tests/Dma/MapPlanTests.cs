namespace PhyrActors.Model.Tests;

public class MapPlanTests
{
    private static readonly RangeCpu s_range = Ranges.OfBlocks((0x200, 9), (0x80, 4), (0x400, 9));

    [Fact]
    [Trait("row", "D2")]
    public void A_list_that_a_device_uses_as_it_is_is_the_same_object_and_allocates_nothing()
    {
        MapPlan plan = MapPlan.AliasOf(s_range);
        long before = GC.GetAllocatedBytesForCurrentThread();
        plan = MapPlan.AliasOf(s_range);
        ulong lengthBytes = 0;
        for (int i = 0; i < plan.Count; i++)
        {
            lengthBytes += plan[i].LengthBytes;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Same(s_range, plan.Shared);
        Assert.Equal((MapPlanKind.Alias, s_range.LengthBytes, 0L), (plan.Kind, lengthBytes, allocated));
        Assert.Equal(new DmaRange(new BusAddr(0x8_0000), 16 * Pfn.FrameSizeBytes), plan[1]);
    }

    [Fact]
    [Trait("row", "D3")]
    public void A_window_of_iova_is_one_entry_as_long_as_the_list()
    {
        MapPlanBuilder builder = new(s_range);
        builder.Add(new DmaRange(new Iova(0x1_0000), s_range.LengthBytes));

        MapPlan plan = builder.Build();

        Assert.Equal((MapPlanKind.SingleEntry, 1, s_range.LengthBytes), (plan.Kind, plan.Count, plan.LengthBytes));
    }

    [Fact]
    [Trait("row", "D4")]
    public void A_bus_offset_gives_a_list_with_an_entry_for_each_chunk()
    {
        const ulong offset = 0x1000_0000;
        MapPlanBuilder builder = new(s_range);
        foreach (Phyr chunk in s_range)
        {
            builder.Add(new DmaRange(new BusAddr(chunk.Start.Value + offset), chunk.LengthBytes));
        }

        MapPlan plan = builder.Build();

        Assert.Equal((MapPlanKind.List, 3, null), (plan.Kind, plan.Count, plan.Shared));
        for (int i = 0; i < plan.Count; i++)
        {
            Assert.Equal(s_range[i].Start.Value + offset, plan[i].BusAddr.Value);
        }
    }

    [Theory]
    [InlineData(MapPlanKind.Alias, 0, 0)]
    [InlineData(MapPlanKind.SingleEntry, 1, 24)]
    [InlineData(MapPlanKind.List, 1000, 24_000)]
    [Trait("row", "D6")]
    public void An_alias_costs_nothing_a_single_entry_one_and_a_list_as_many_as_there_are_chunks(
        MapPlanKind kind, int entriesWritten, ulong bytesHeld)
    {
        RangeCpu range = Ranges.OfBlocks([.. Enumerable.Range(0, 1000).Select(i => ((ulong)i << 10, 9))]);

        MapPlan plan = PlanOf(kind, range);

        Assert.Equal((kind, entriesWritten, bytesHeld), (plan.Kind, plan.EntriesWritten, plan.BytesHeld));
        Assert.Equal(range.LengthBytes, plan.LengthBytes);
    }

    [Fact]
    [Trait("row", "D13")]
    public void One_chunk_that_lies_elsewhere_makes_a_list_of_all()
    {
        MapPlanBuilder builder = new(s_range);
        builder.AddInPlace(s_range[0]);
        builder.Add(new DmaRange(new BusAddr(0xF000_0000), s_range[1].LengthBytes));
        builder.AddInPlace(s_range[2]);

        Assert.Equal(MapPlanKind.List, builder.Build().Kind);
    }

    [Fact]
    [Trait("row", "D13")]
    public void A_list_all_in_place_is_an_alias()
    {
        MapPlanBuilder builder = new(s_range);
        foreach (Phyr chunk in s_range)
        {
            builder.AddInPlace(chunk);
        }

        Assert.Same(s_range, builder.Build().Shared);
    }

    [Fact]
    public void A_plan_that_leaves_bytes_out_is_not_built()
    {
        MapPlanBuilder builder = new(s_range);
        builder.AddInPlace(s_range[0]);

        Assert.Throws<InvalidOperationException>(() => builder.Build());
    }

    private static MapPlan PlanOf(MapPlanKind kind, RangeCpu range)
    {
        MapPlanBuilder builder = new(range);
        if (kind == MapPlanKind.SingleEntry)
        {
            builder.Add(new DmaRange(new Iova(0x1_0000), range.LengthBytes));
            return builder.Build();
        }

        foreach (Phyr chunk in range)
        {
            if (kind == MapPlanKind.Alias)
            {
                builder.AddInPlace(chunk);
            }
            else
            {
                builder.Add(new DmaRange(new BusAddr(chunk.Start.Value + 0x1000_0000), chunk.LengthBytes));
            }
        }

        return builder.Build();
    }
}
