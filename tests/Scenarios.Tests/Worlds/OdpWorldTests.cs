using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Regions on demand while their process gives its memory away: config/odp.conf.</summary>
public sealed class OdpWorldTests
{
    private const string File = "odp.conf";

    [Theory]
    [InlineData("seed = 1")]
    [InlineData("seed = 2")]
    [InlineData("iommu.mode = lazy", "iommu.caching-mode = off")]
    [InlineData("memory.file.tracks-dirty = on")]
    [InlineData("load.contexts = 2")]
    [Trait("row", "U6")]
    public void Without_a_defect_every_schedule_comes_to_rest_and_nothing_is_found(params string[] changes)
    {
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(ScenarioFiles.Named(File, changes), 40);

        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [InlineData(Mutation.M13, "I-23")]
    [InlineData(Mutation.M14, "I-24")]
    [Trait("row", "U6")]
    public void A_defect_of_a_notifier_is_found_within_200_schedules(Mutation mutation, string invariant)
    {
        string[] changes = ["limits.periodic = 4", "environment.collapse = 0"];

        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Named(File, changes), 200, mutation)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Equal(invariant, first?.Findings[0].Invariant);
    }

    [Fact]
    public void A_dropped_umem_mutex_is_found_within_200_schedules()
    {
        string[] changes = ["limits.periodic = 4", "environment.collapse = 0"];

        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Named(File, changes), 200, Mutation.T7)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Contains(first?.Findings[0].Invariant, new[] { "I-23", "I-37" });
    }

    [Fact]
    [Trait("row", "U6")]
    public void Nothing_is_pinned_and_operations_complete()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(File));

        Assert.Empty(report.Findings);
        Assert.Equal(0UL, report.Summary.Pins.PeakPinnedBytes);
        Assert.InRange(report.Summary.Accesses.Operations.Completed, 20, long.MaxValue);
    }

    [Theory]
    [InlineData("p2p.operations = 10")]
    [InlineData("iommu.mode = passthrough")]
    public void What_a_region_on_demand_cannot_be_is_refused(string change)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(
            () => ScenarioFiles.Named(File, change));

        Assert.Contains("rdma.on-demand", refused.Message, StringComparison.Ordinal);
    }
}
