namespace PhyrActors.Model.Tests;

public sealed class ProviderTests
{
    private static readonly Phyr s_window = new(new PhysAddr(0x8000_0000), 0x10_0000);

    [Fact]
    [Trait("row", "T12")]
    public void Memory_behind_a_register_and_a_port_is_no_range()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => new MemoryProvider(3, s_window, LentKind.RegisterFifo));

        Assert.Contains("[0x80000000, 0x800fffff]", refusal.Message);
    }

    [Fact]
    public void A_provider_lends_nothing_outside_its_window()
    {
        MemoryProvider provider = new(3, s_window, LentKind.WithPages);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => provider.Lend(new Phyr(new PhysAddr(0x800f_ffff), 2)));

        Assert.Contains("[0x800fffff, 0x80100000]", refusal.Message);
    }

    [Fact]
    public void Windows_that_overlap_are_refused_and_both_are_named()
    {
        MemoryProvider left = new(1, s_window, LentKind.WithPages);
        MemoryProvider right = new(2, new Phyr(s_window.Last, 0x1000), LentKind.WithPages);

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new ProviderTable(left, right));

        Assert.Contains("[0x80000000, 0x800fffff] and [0x800fffff, 0x80100ffe]", refusal.Message);
    }

    [Theory]
    [InlineData("rlist", true)]
    [InlineData("lent", true)]
    [InlineData("scatterlist 32", false)]
    [InlineData("bio_vec", false)]
    [InlineData("pages", false)]
    [InlineData("folios", false)]
    [InlineData("phyrs", false)]
    [InlineData("packed 8/12", false)]
    [InlineData("compressed", false)]
    [Trait("row", "T11")]
    public void Memory_without_pages_is_kept_with_its_provider_or_refused_by_name(string name, bool isKept)
    {
        CpuRange vram = StorageFormats.Providers.Find(new Phyr(new PhysAddr(0x200_0000_0000), 0x3000));

        IRangeStorage<CpuRange>? storage = StorageFormats.Filled(name, [vram], out string? refusal);

        Assert.Equal(isKept, storage is not null);
        Assert.Equal(isKept ? [vram] : [], storage is null ? [] : RangeLists.Of(storage));
        Assert.Equal(isKept, refusal?.Contains("[0x20000000000, 0x20000002fff] of provider 2") != true);
    }
}
