namespace PhyrActors.Scenarios.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Without_durations_every_percentile_is_0()
    {
        LatencyHistogram histogram = new();

        long median = histogram.Percentile(0.5);

        Assert.Equal((0, 0), (median, histogram.MaxNanoseconds));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(31L)]
    [InlineData(63L)]
    [InlineData(64L)]
    [InlineData(long.MaxValue)]
    public void A_single_duration_is_every_percentile_within_3_percent(long nanoseconds)
    {
        LatencyHistogram histogram = new();

        histogram.Record(nanoseconds);

        Assert.InRange(histogram.Percentile(0.5), nanoseconds * 0.97, nanoseconds);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0.999)]
    [InlineData(1.0)]
    public void Percentiles_are_those_of_the_sorted_durations_within_3_percent(double share)
    {
        SplitMix64 random = new(11);
        LatencyHistogram histogram = new();
        List<long> durations = [];
        for (int i = 0; i < 10_000; i++)
        {
            durations.Add((long)random.Below(1UL << (1 + random.Below(40))));
            histogram.Record(durations[^1]);
        }

        durations.Sort();
        long exact = durations[(int)Math.Ceiling(share * durations.Count) - 1];

        Assert.InRange(histogram.Percentile(share), exact * 0.97, exact * 1.03);
    }

    [Fact]
    public void The_longest_duration_is_kept_exactly()
    {
        LatencyHistogram histogram = new();

        histogram.Record(1_234_567);
        histogram.Record(89);

        Assert.Equal((2, 1_234_567), (histogram.Count, histogram.MaxNanoseconds));
    }

    [Fact]
    public void A_negative_duration_is_a_mistake()
    {
        LatencyHistogram histogram = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.Record(-1));
    }
}
