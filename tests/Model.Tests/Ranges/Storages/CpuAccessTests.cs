namespace PhyrActors.Model.Tests;

public sealed class CpuAccessTests
{
    [Theory]
    [InlineData("scatterlist 32")]
    [InlineData("bio_vec")]
    [InlineData("pages")]
    [InlineData("rlist")]
    [InlineData("lent")]
    [Trait("row", "T8")]
    public void The_cpu_may_not_touch_a_peers_memory(string name)
    {
        CpuRange own = new(new Phyr(new PhysAddr(0x5000), 0x1000));
        CpuRange lent = StorageFormats.Providers.Find(new Phyr(new PhysAddr(0x100_0000_0000), 0x1000));
        IRangeStorage<CpuRange> storage = StorageFormats.Filled(name, [own, lent], out _)!;

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new CpuAccess(storage));

        Assert.Contains("[0x10000000000, 0x10000000fff] of provider 1", refusal.Message);
    }

    [Fact]
    public void The_cpu_finds_the_byte_at_an_offset()
    {
        PhyrArray storage = new();
        storage.Append(new CpuRange(new Phyr(new PhysAddr(0x5000), 0x1000)));
        storage.Append(new CpuRange(new Phyr(new PhysAddr(0x9010), 0x30)));

        CpuAccess access = new(storage);

        Assert.Equal(
            (new Phyr(new PhysAddr(0x5fff), 1), new Phyr(new PhysAddr(0x9018), 0x28)),
            (access.At(0xfff), access.At(0x1008)));
    }

    [Fact]
    public void An_offset_past_the_end_is_refused()
    {
        PhyrArray storage = new();
        storage.Append(new CpuRange(new Phyr(new PhysAddr(0x5000), 0x1000)));

        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuAccess(storage).At(0x1000));
    }
}
