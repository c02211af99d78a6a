using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>iommu.mode = passthrough: the NIC's driver gets no window and maps a scatterlist.</summary>
public sealed class PassthroughTests
{
    private const string Mode = "iommu.mode = passthrough";

    [Fact]
    [Trait("row", "D12")]
    public void The_same_driver_falls_back_to_a_scatterlist_and_does_the_same_work()
    {
        RunReport translated = WorldRuns.Simulate(ScenarioFiles.Quick());

        RunReport passed = WorldRuns.Simulate(ScenarioFiles.Quick(Mode));

        OperationCounts operations = passed.Summary.Accesses.Operations;
        Assert.Empty(passed.Findings);
        Assert.Equal(translated.Summary.Pins.PeakPinnedBytes, passed.Summary.Pins.PeakPinnedBytes);
        Assert.InRange(operations.Posted, translated.Summary.Accesses.Operations.Posted - 10, long.MaxValue);
        Assert.Equal((operations.Posted, 0L), (operations.Completed, operations.Failed));
    }

    [Fact]
    [Trait("row", "D12")]
    public void Nothing_is_linked_walked_or_invalidated()
    {
        RunSummary summary = WorldRuns.Simulate(ScenarioFiles.Quick(Mode)).Summary;

        Assert.Equal((0L, 0L, 0L), (summary.Maps.Links, summary.Accesses.Walks, summary.Maps.Invalidations));
    }

    [Theory]
    [InlineData("load.operation = 64KiB")]
    [InlineData("load.operation = 1MiB")]
    [InlineData("memory.folio-mix { 2MiB = 0, 64KiB = 0, 4KiB = 1 }")]
    public void Every_schedule_comes_to_rest_and_nothing_is_found(string change)
    {
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(ScenarioFiles.Quick(Mode, change), 200);

        WorldRuns.AssertSound(runs);
    }

    [Fact]
    public void A_list_given_back_before_its_unmap_is_found()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick(Mode), Mutation.M9);

        Assert.Equal("I-1", report.Findings[0].Invariant);
    }

    [Fact]
    public void A_device_behind_a_domain_that_passes_through_is_mapped_directly()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named("backends.conf", Mode, "dma.backend = iommu"));

        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("ats.enabled = on", "iommu.mode")]
    [InlineData("dma.backend = untrusted", "iommu.mode")]
    [InlineData("iommu.lazy-after = 1ms", "iommu.lazy-after")]
    public void What_needs_translation_is_refused(string change, string key)
    {
        ConfigurationException error =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Quick(Mode, change));

        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iommu.mode = lazy")]
    [InlineData("iommu.lazy-after = 1ms")]
    public void A_device_that_is_not_trusted_has_a_strict_domain(string change)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => ScenarioFiles.Named(
                "backends.conf", "dma.backend = untrusted", "iommu.caching-mode = off", change));

        Assert.Contains("'iommu.mode'", error.Message, StringComparison.Ordinal);
    }
}
