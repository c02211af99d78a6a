using PhyrActors.Exploration;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Lazy domains, devices that translate for themselves, several units and a queue that refuses: nothing is
/// found in any of them without a defect.</summary>
public sealed class IommuWorldTests
{
    [Theory]
    [InlineData("lazy.conf", "seed = 1")]
    [InlineData("lazy.conf", "iommu.flush-queue.size = 2")]
    [InlineData("lazy.conf", "iommu.flush-queue.single = on")]
    [InlineData("lazy.conf", "cpu.store-buffer = on")]
    [InlineData("ats.conf", "seed = 1")]
    [InlineData("ats.conf", "iommu.caching-mode = off")]
    [InlineData("ats.conf", "iommu.queue-errors = on")]
    [InlineData("quick.conf", "iommu.units = 3")]
    [InlineData("quick.conf", "iommu.queue-errors = on")]
    public void Every_schedule_comes_to_rest_and_nothing_is_found(string file, string variation)
    {
        Scenario scenario = ScenarioFiles.Named(file, variation);

        IEnumerable<RunOutcome> runs = WorldRuns.Explore(scenario, 500);

        WorldRuns.AssertSound(runs);
    }

    [Fact]
    public void A_domain_becomes_lazy_while_it_is_used_and_nothing_is_found()
    {
        Scenario scenario = ScenarioFiles.Quick("iommu.caching-mode = off", "iommu.lazy-after = 20us");

        Finding[] found = [.. WorldRuns.Explore(scenario, 500).SelectMany(run => run.Findings)];

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("lazy.conf")]
    [InlineData("ats.conf")]
    public void A_simulation_ends_at_rest_with_nothing_found_and_work_done(string file)
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(file));

        Assert.Empty(report.Findings);
        Assert.True(report.Summary.Accesses.Operations.Completed > 0);
    }

    /// <summary>B1: what lazy mode leaves reachable is counted, and no violation.</summary>
    [Fact]
    public void A_lazy_domain_exposes_pages_for_a_time_and_a_strict_one_none()
    {
        ExposureSummary lazy = WorldRuns.Simulate(ScenarioFiles.Named("lazy.conf")).Summary.Exposure;

        ExposureSummary strict = WorldRuns.Simulate(ScenarioFiles.Quick()).Summary.Exposure;

        Assert.True(lazy is { Windows: > 0, PagesMax: > 0, PageNanoseconds: > 0 });
        Assert.Equal(new ExposureSummary(0, 0, 0, 0), strict);
    }

    [Fact]
    public void A_shorter_timeout_exposes_pages_for_less_time()
    {
        ExposureSummary longer = WorldRuns.Simulate(ScenarioFiles.Named("lazy.conf")).Summary.Exposure;

        ExposureSummary shorter = WorldRuns.Simulate(
            ScenarioFiles.Named("lazy.conf", "iommu.flush-queue.timeout = 1ms")).Summary.Exposure;

        Assert.True(shorter.PageNanoseconds < longer.PageNanoseconds / 2);
    }

    [Theory]
    [InlineData("iommu.profile = amd", "vtd")]
    [InlineData("iommu.mode = lazy", "caching-mode")]
    [InlineData("iommu.lazy-after = 1ms", "caching-mode")]
    [InlineData("ats.entries = 12", "ats.ways")]
    public void A_setting_that_cannot_be_is_told_in_one_line(string setting, string named)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => ScenarioFiles.Quick(setting));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
