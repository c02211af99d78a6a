namespace PhyrActors.Model.Tests;

/// <summary>Bad input of each kind: refused, and the message names the range.</summary>
public sealed class BadRangeTests
{
    private static readonly CpuRange s_frame = CpuRange.OfFrames(new Pfn(1), 1);

    public static TheoryData<string> Names => [.. StorageFormats.Names];

    [Theory]
    [InlineData(0x1000, 0, "0x1000 and no byte on")]
    [InlineData(0x1000, ulong.MaxValue, "0x1000 and 0xffffffffffffffff bytes on")]
    [InlineData(ulong.MaxValue, 2, "0xffffffffffffffff and 0x2 bytes on")]
    public void A_range_that_is_empty_or_passes_the_last_address_is_refused(
        ulong start, ulong lengthBytes, string named)
    {
        string[] messages =
        [
            Assert.Throws<ArgumentOutOfRangeException>(() => new Phyr(new PhysAddr(start), lengthBytes)).Message,
            Assert.Throws<ArgumentOutOfRangeException>(() => new DmaRange(new Iova(start), lengthBytes)).Message,
            Assert.Throws<ArgumentOutOfRangeException>(() => new DmaRange(new BusAddr(start), lengthBytes)).Message,
        ];

        Assert.All(messages, message => Assert.Contains(named, message));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1UL << 52, 1)]
    [InlineData((1UL << 52) - 1, 2)]
    [InlineData(0, 1UL << 52)]
    [InlineData(7, ulong.MaxValue)]
    public void Frames_that_are_none_or_pass_the_last_address_are_refused(ulong start, ulong frames)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => CpuRange.OfFrames(new Pfn(start), frames));

        Assert.Contains($"pfn 0x{start:x} and {frames} frames", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_list_that_would_be_longer_than_64_bits_can_say_is_refused(string name)
    {
        ICpuSink sink = StorageFormats.New(name);
        sink.Append(s_frame);

        string? refusal = sink.WhyNot(new CpuRange(new Phyr(new PhysAddr(0x1000), 0xffff_ffff_ffff_f000)));

        Assert.Contains("[0x1000, 0xffffffffffffffff]", refusal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_storage_takes_an_empty_range(string name)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => StorageFormats.New(name).Append(default));

        Assert.Contains("[]: an empty range", refusal.Message);
    }

    [Theory]
    [InlineData("compressed")]
    [InlineData("pages")]
    [InlineData("folios")]
    [Trait("row", "P1")]
    public void A_range_that_begins_inside_a_frame_is_refused_where_pages_are_side_by_side(string name)
    {
        ICpuSink sink = StorageFormats.New(name);
        sink.Append(s_frame);

        string? begins = sink.WhyNot(new CpuRange(new Phyr(new PhysAddr(0x9010), 0x10)));
        sink.Append(new CpuRange(new Phyr(new PhysAddr(0x7000), 0x10)));
        string? follows = sink.WhyNot(s_frame);

        Assert.Contains("[0x9010, 0x901f] begins inside a frame", begins);
        Assert.Contains("[0x1000, 0x1fff] follows a range that ends inside a frame", follows);
    }

    [Fact]
    public void A_request_of_no_whole_sectors_is_refused()
    {
        PhyrArray memory = new();
        memory.Append(new CpuRange(new Phyr(new PhysAddr(0x1000), 511)));

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new BlockRequest(memory));

        Assert.Contains("[0x1000, 0x11fe]", refusal.Message);
    }

    [Fact]
    public void A_device_side_that_is_longer_than_the_cpus_is_refused()
    {
        Scatterlist list = new(ScatterlistLayout.WithDmaLength);
        list.Append(s_frame);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => list.SetDma(new RangeDma(new DmaRange(new Iova(0x7000), 0x2000))));

        Assert.Contains("iova 0x7000+0x2000", refusal.Message);
    }

    [Theory]
    [InlineData(0x1002, 0x1000, "iova 0x1002+0x1000 begins inside a double word")]
    [InlineData(0x1000, 0x800, "iova 0x5000+0x1000 follows a range that ends inside a page")]
    public void Ranges_that_prps_cannot_say_are_refused(ulong start, ulong lengthBytes, string named)
    {
        RangeDma memory = new(new DmaRange(new Iova(start), lengthBytes), new DmaRange(new Iova(0x5000), 0x1000));

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => NvmePrps.Of(memory, new DmaRange(new Iova(0xff00_0000), 0x1000)));

        Assert.Contains(named, refusal.Message);
    }

    [Fact]
    public void A_base_inside_a_frame_is_refused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new RListDma().SetBase(new Iova(0x5008)));

        Assert.Contains("0x5008", refusal.Message);
    }
}
