namespace PhyrActors.Scenarios.Tests;

/// <summary>Memory pinned for very long while regions come and go: config/year.conf, on a smaller machine and for a
/// few days.</summary>
public sealed class YearWorldTests
{
    private const int Days = 5;

    private static readonly string[] s_small =
    [
        "memory.machine = 2GiB", "memory.process = 1GiB", "load.region = 64MiB", "load.churn = 7.2338e-5",
        "load.duration = 5d",
    ];

    [Fact]
    [Trait("row", "G10")]
    public void Days_of_regions_that_come_and_go_leave_nothing_behind()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named("year.conf", s_small));

        PinnedNow left = report.Summary.Pins.Now;
        Assert.Empty(report.Findings);
        Assert.InRange(report.VirtualSeconds, 5 * 86_400, 5 * 86_401);
        Assert.Equal((0, 0, 0UL), (left.Pins, left.Balances.ChargedPages, report.Summary.Pins.PinnedBytes));
        Assert.Equal(left.Balances.TakenPages, left.Balances.ReleasedPages);
        Assert.Equal(0, report.Summary.Maps.LiveWindows);
    }

    [Fact]
    [Trait("row", "G10")]
    public void A_hundred_regions_a_day_are_given_up_and_registered_again()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named("year.conf", s_small));

        Assert.InRange(report.Summary.Maps.SyncRequests, (16 + (Days * 100)) - 2, 16 + (Days * 100));
    }

    [Fact]
    [Trait("row", "G10")]
    public void Every_day_the_same_is_held_and_the_same_is_free()
    {
        RunSample[] samples = [.. Sample(ScenarioFiles.Named("year.conf", s_small))];

        Assert.Equal(Days, samples.Length);
        Assert.All(samples, sample => Assert.Equal(
            (1UL << 30, 16, 16L, samples[0].FreeFrames),
            (sample.PinnedBytes, sample.Pinned.Pins, sample.LiveWindows, sample.FreeFrames)));
        Assert.All(samples, sample => Assert.Equal(samples[0].Pinned.BytesPerGiB, sample.Pinned.BytesPerGiB));
    }

    [Fact]
    [Trait("row", "G10")]
    public void With_faults_all_is_held_again_after_a_while_and_nothing_is_left_behind()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named("month.conf", s_small));

        PinnedNow left = report.Summary.Pins.Now;
        Assert.Empty(report.Findings);
        Assert.NotEmpty(report.Summary.Faults);
        Assert.InRange(
            report.Summary.Pins.Held.PinnedByteSeconds / report.VirtualSeconds, 0.95 * (1UL << 30), 1UL << 30);
        Assert.Equal((0, 0, 0UL), (left.Pins, left.Balances.ChargedPages, report.Summary.Pins.PinnedBytes));
    }

    private static IEnumerable<RunSample> Sample(Scenario scenario)
    {
        using Simulation simulation = new(scenario, Model.MutationSet.None);
        TimeSpan next = TimeSpan.FromDays(1);
        while (simulation.Advance(1 << 20, next, out bool isReached))
        {
            if (isReached)
            {
                yield return simulation.Sample(next);
                next += TimeSpan.FromDays(1);
            }
        }
    }
}
