namespace PhyrActors.Scenarios.Tests;

/// <summary>The shares of a scenario, made exact.</summary>
public sealed class FolioMixTests
{
    private const int Huge = 9;
    private const int Large = 4;
    private const int Small = 0;

    [Fact]
    public void A_hundred_gibibytes_by_number_are_about_72000_folios_in_the_shares_asked_for()
    {
        Dictionary<int, int> counts = Count(Settings(100UL << 30, bySize: false, 0.7, 0.2, 0.1));

        int total = counts.Values.Sum();

        Assert.InRange(total, 72_000, 73_000);
        Assert.Equal((0.7, 0.2, 0.1), (Share(Huge), Share(Large), Share(Small)));

        double Share(int order) => Math.Round(counts[order] / (double)total, 4);
    }

    [Fact]
    public void A_hundred_gibibytes_by_size_have_exactly_the_bytes_asked_for()
    {
        Dictionary<int, int> counts = Count(Settings(100UL << 30, bySize: true, 0.7, 0.2, 0.1));

        Assert.Equal(
            (70UL << 30, 20UL << 30, 10UL << 30),
            ((ulong)counts[Huge] << 21, (ulong)counts[Large] << 16, (ulong)counts[Small] << 12));
    }

    [Theory]
    [InlineData(1.0, 0.0, 0.0, 8, 0, 0)]
    [InlineData(0.0, 1.0, 0.0, 0, 256, 0)]
    [InlineData(0.0, 0.0, 1.0, 0, 0, 4096)]
    [InlineData(0.5, 0.5, 0.0, 4, 128, 0)]
    [InlineData(0.5, 0.25, 0.25, 4, 64, 1024)]
    [InlineData(5.0, 2.5, 2.5, 4, 64, 1024)]
    public void Small_memory_is_shared_by_size_too(
        double share2M, double share64K, double share4K, int huge, int large, int small)
    {
        Dictionary<int, int> counts = Count(Settings(16UL << 20, bySize: true, share2M, share64K, share4K));

        Assert.Equal(
            (huge, large, small),
            (counts.GetValueOrDefault(Huge), counts.GetValueOrDefault(Large), counts.GetValueOrDefault(Small)));
    }

    [Fact]
    public void Small_memory_is_shared_by_number_as_nearly_as_blocks_allow()
    {
        Dictionary<int, int> counts = Count(Settings(1UL << 30, bySize: false, 0.7, 0.2, 0.1));

        // 512 blocks: 5 of them are not huge, and of their 160 slots 155 are large.
        Assert.Equal((507, 155, 80), (counts[Huge], counts[Large], counts[Small]));
    }

    [Theory]
    [InlineData(2UL << 20, 0.3)]
    [InlineData(6UL << 20, 0.5)]
    [InlineData(64UL << 20, 0.9)]
    public void The_folios_fill_the_process_and_each_is_naturally_aligned(ulong processBytes, double share2M)
    {
        ulong frame = 0;
        foreach (int order in Orders(Settings(processBytes, bySize: true, share2M, 0.05, 0.05), seed: 3))
        {
            Assert.Equal(0UL, frame & ((1UL << order) - 1));
            frame += 1UL << order;
        }

        Assert.Equal(processBytes >> 12, frame);
    }

    [Fact]
    public void A_seed_decides_the_order()
    {
        MemorySettings settings = Settings(64UL << 20, bySize: true, 0.5, 0.25, 0.25);

        int[] orders = Orders(settings, seed: 1);

        Assert.Equal(orders, Orders(settings, seed: 1));
        Assert.NotEqual(orders, Orders(settings, seed: 2));
    }

    private static MemorySettings Settings(
        ulong processBytes, bool bySize, double share2M, double share64K, double share4K) =>
        new(processBytes * 2, processBytes, bySize, share2M, share64K, share4K, 0, processBytes, CapIpcLock: false);

    private static Dictionary<int, int> Count(MemorySettings settings) =>
        Orders(settings, seed: 1).CountBy(order => order).ToDictionary();

    private static int[] Orders(MemorySettings settings, ulong seed)
    {
        SplitMix64 random = new(seed);
        return [.. new FolioMix(settings, ref random).Orders()];
    }
}
