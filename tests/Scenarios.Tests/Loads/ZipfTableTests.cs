namespace PhyrActors.Scenarios.Tests;

/// <summary>Ranks drawn with falling frequency.</summary>
public sealed class ZipfTableTests
{
    private const ulong Resolution = 1UL << 53;

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(10.0)]
    public void The_lowest_draw_is_the_first_rank_and_the_highest_the_last(double exponent)
    {
        ZipfTable table = new(5, exponent);

        Assert.Equal((0, 4), (Pick(table, 0), Pick(table, Resolution - 1)));
    }

    [Fact]
    public void With_exponent_0_every_rank_is_as_likely()
    {
        ZipfTable table = new(4, 0);

        int[] picks = [.. Enumerable.Range(0, 8).Select(eighth => Pick(table, (ulong)eighth * (Resolution / 8)))];

        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], picks);
    }

    [Fact]
    public void With_exponent_1_three_ranks_share_as_6_to_3_to_2()
    {
        ZipfTable table = new(3, 1);
        SplitMix64 random = new(1);
        int[] counts = new int[3];

        for (int i = 0; i < 110_000; i++)
        {
            counts[Pick(table, random.Below(Resolution))]++;
        }

        Assert.InRange(counts[0], 59_000, 61_000);
        Assert.InRange(counts[1], 29_000, 31_000);
        Assert.InRange(counts[2], 19_000, 21_000);
    }

    [Fact]
    public void One_rank_is_always_picked()
    {
        ZipfTable table = new(1, 1);

        Assert.Equal(0, Pick(table, Resolution - 1));
    }

    private static int Pick(ZipfTable table, ulong drawn) => table.Pick(new Drawn(drawn));

    private sealed class Drawn(ulong number) : IChoices
    {
        public int Choose(string site, int count, bool isDue = true) => 0;

        public ulong Draw(ulong count) => Math.Min(number, count - 1);
    }
}
