using PhyrActors.Exploration;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A guest's memory that domains and an access share: config/iommufd.conf.</summary>
public sealed class IommufdWorldTests
{
    private const string File = "iommufd.conf";

    [Theory]
    [InlineData("seed = 1")]
    [InlineData("vfio.domains = 1")]
    [InlineData("iommu.caching-mode = off")]
    [InlineData("memory.memlock = 1536KiB")]
    [InlineData("faults.\"link.batch\".probability = 0.2")]
    [InlineData("faults.\"iopt.page\".probability = 0.2")]
    [InlineData("faults.\"pin.failed\".probability = 0.1")]
    [Trait("row", "U4")]
    public void Without_a_defect_every_schedule_comes_to_rest_and_nothing_is_found(string change)
    {
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(ScenarioFiles.Named(File, change), 30);

        WorldRuns.AssertSound(runs);
    }

    [Fact]
    [Trait("row", "U4")]
    public void Pages_that_two_domains_and_an_access_use_are_pinned_once_and_in_the_end_not_at_all()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(File));

        PinSummary pins = report.Summary.Pins;
        Assert.Empty(report.Findings);
        Assert.Equal(2UL << 20, pins.PeakPinnedBytes);
        Assert.Equal((0, 0), (pins.Now.Pins, pins.Now.Balances.ChargedPages));
        Assert.Equal(pins.Now.Balances.TakenPages, pins.Now.Balances.ReleasedPages);
    }
}
