using PhyrActors.Exploration;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A BAR that is lent as a dma-buf and taken back: config/dma-buf.conf.</summary>
public sealed class DmaBufWorldTests
{
    private const string File = "dma-buf.conf";

    [Theory]
    [InlineData("seed = 1")]
    [InlineData("dma-buf.importers = 1")]
    [InlineData("dma-buf.resets = 3")]
    [InlineData("iommu.caching-mode = off")]
    [InlineData("iommu { mode = lazy, caching-mode = off }")]
    [InlineData("world.reverse = on")]
    [InlineData("faults.\"link.batch\".probability = 0.2")]
    [InlineData("faults.\"device.destroy-key\".probability = 0.2")]
    [Trait("row", "R3")]
    [Trait("row", "U5")]
    public void Whoever_is_told_to_unmap_does_so_in_every_order(string change)
    {
        RunOutcome[] bad =
        [
            .. WorldRuns.Explore(ScenarioFiles.Named(File, change), 200)
                .Where(run => run.Findings.Count > 0 || run.End != RunEnd.Quiescent),
        ];

        Assert.Empty(bad.SelectMany(run => run.Findings));
        Assert.Empty(bad);
    }

    [Fact]
    [Trait("row", "U5")]
    public void Devices_work_by_bus_address_and_by_iova_and_are_refused_while_the_buffer_is_taken_back()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(File));

        AccessSummary accesses = report.Summary.Accesses;
        Assert.Empty(report.Findings);
        Assert.InRange(accesses.PeerRefused, 1, long.MaxValue);
        Assert.Equal((0, 0), (accesses.Faults, accesses.Operations.Failed));
        Assert.InRange(accesses.Operations.Completed, 1, accesses.Accesses);
        Assert.InRange(report.Summary.Maps.Links, 2, long.MaxValue);
    }

    [Fact]
    public void A_buffer_is_taken_back_while_devices_work_in_it()
    {
        bool opened = WorldRuns.Explore(ScenarioFiles.Named(File), 50).Any(run => run.Windows.Any(
            seen => seen.Name == "access in flight while its region is torn down" && seen.Count > 0));

        Assert.True(opened);
    }

    [Theory]
    [InlineData("dma-buf.access = 128KiB", "key 'dma-buf.access': expected at most dma-buf.length, found '128KiB'")]
    [InlineData("iommu { mode = passthrough }", "expected 0 with iommu.mode = passthrough, found '2'")]
    public void What_cannot_be_is_refused_in_a_line(string change, string line)
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Named(File, change));

        Assert.EndsWith(line, refused.Message, StringComparison.Ordinal);
    }
}
