namespace PhyrActors.Host.Tests;

public class FlatnessTests
{
    [Fact]
    public void A_level_course_is_level()
    {
        Flatness flat = Flatness.Of(Course(static _ => 300, static _ => 1000));

        Assert.True(flat.IsMemoryFlat && flat.IsThroughputFlat);
        Assert.Equal(1000, flat.Throughput, 6);
    }

    [Fact]
    public void Memory_that_creeps_is_not_level()
    {
        Flatness flat = Flatness.Of(Course(static second => 300 + (second * 0.2), static _ => 1000));

        Assert.False(flat.IsMemoryFlat);
        Assert.InRange(flat.MemoryGrowth, 0.055, 0.06);
    }

    [Fact]
    public void A_pace_that_falls_is_not_level()
    {
        Flatness flat = Flatness.Of(Course(static _ => 300, static second => 1000 - (second * 2)));

        Assert.False(flat.IsThroughputFlat);
        Assert.True(flat.ThroughputGrowth < 0);
    }

    [Fact]
    public void The_warm_up_does_not_count()
    {
        Flatness flat = Flatness.Of(Course(static second => second < 9 ? 100 : 300, static _ => 1000));

        Assert.Equal(0, flat.MemoryGrowth, 6);
    }

    [Fact]
    public void A_few_samples_are_no_verdict()
    {
        Flatness flat = Flatness.Of([.. Course(static _ => 300, static _ => 1000).Take(10)]);

        Assert.False(flat.IsKnown);
    }

    /// <summary>A sample a second.</summary>
    private static SoakMetric[] Course(Func<int, double> mebibytes, Func<int, double> deliveriesPerSecond)
    {
        double deliveries = 0;
        return
        [
            .. Enumerable.Range(0, 101).Select(second =>
            {
                deliveries += deliveriesPerSecond(second);
                SoakTotals totals = new() { Deliveries = (long)deliveries, WallSeconds = second, CpuSeconds = second };
                return new SoakMetric(1, second, totals, 0, 0, 0, 0, 0, (long)(mebibytes(second) * 1048576), 0);
            }),
        ];
    }
}
