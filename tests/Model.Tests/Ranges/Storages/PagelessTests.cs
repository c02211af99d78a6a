namespace PhyrActors.Model.Tests;

/// <summary>Memory of a device without struct pages: each step works, or says that it cannot.</summary>
[Trait("row", "T11")]
public sealed class PagelessTests
{
    private const string Named = "[0x20000000000, 0x20000003fff] of provider 2";

    private static readonly CpuRange s_vram =
        StorageFormats.Providers.Find(new Phyr(new PhysAddr(0x200_0000_0000), 0x4000));

    public static TheoryData<string> Storages => ["rlist", "lent"];

    [Theory]
    [MemberData(nameof(Storages))]
    public void It_is_walked_sliced_and_cut_with_its_provider(string name)
    {
        IRangeStorage<CpuRange> storage = StorageFormats.Filled(name, [s_vram], out _)!;
        List<CpuRange> segments = [];
        foreach (CpuRange segment in new LimitedCursor<CpuRange>(
            new RangeSlice<CpuRange>(storage, 0x1000, 0x2000), new RangeLimits { MaxBytes = 0x1000 }))
        {
            segments.Add(segment);
        }

        Assert.Equal([s_vram.Slice(0x1000, 0x1000), s_vram.Slice(0x2000, 0x1000)], segments);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void It_is_mapped_for_a_peer_by_bus_address_and_takes_no_iova(string name)
    {
        IRangeStorage<CpuRange> storage = StorageFormats.Filled(name, [s_vram], out _)!;

        RListDma dma = RListWindow.Map(storage, static range => new BusAddr(range.Phyr.Start.Value - 0x200_0000_0000));

        Assert.Equal(0UL, RListWindow.BytesFor(storage));
        Assert.Equal([new DmaRange(new BusAddr(0), 0x4000)], RangeLists.Of(dma));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void A_block_request_of_it_is_split_and_told_to_a_controller(string name)
    {
        BlockRequest request = new(StorageFormats.Filled(name, [s_vram], out _)!);

        (_, BlockRequest tail) = request.SplitAt(0x3000);
        DietScatterlist mapped = tail.Map(
            RangeLimits.None, static range => new DmaRange(new BusAddr(range.Phyr.Start.Value), range.LengthBytes));
        NvmePrps prps = NvmePrps.Of(mapped, new DmaRange(new Iova(0), 0x1000));

        Assert.Equal([(0x200_0000_3000UL, 0x1000UL)], prps.Follow(0));
    }

    [Fact]
    public void It_holds_no_pins_to_give_back()
    {
        RListCpu list = new();
        list.Append(s_vram);

        Assert.Equal(0UL, list.Destroy());
    }

    [Fact]
    public void The_cpu_may_not_touch_it()
    {
        LentArray memory = RangeLists.StorageOf([s_vram]);

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new CpuAccess(memory));

        Assert.Contains(Named, refusal.Message);
    }

    [Theory]
    [InlineData("scatterlist 24")]
    [InlineData("scatterlist 32")]
    [InlineData("bio_vec")]
    [InlineData("bio chain")]
    [InlineData("pages")]
    [InlineData("folios")]
    [InlineData("phyrs")]
    [InlineData("packed 8/12")]
    [InlineData("compressed")]
    public void It_is_converted_into_no_storage_that_needs_pages_or_forgets_the_provider(string name)
    {
        StorageConversions conversions = new();

        IRangeStorage<CpuRange>? there = conversions.TryConvert(
            RangeLists.StorageOf([s_vram]), StorageFormats.New(name), out string? refusal);

        Assert.Null(there);
        Assert.Contains(Named, refusal);
        Assert.Equal(0, conversions.Lists);
    }
}
