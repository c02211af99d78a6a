using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A guest's memory mapped through VFIO for devices that nobody stops: config/vfio.conf.</summary>
public sealed class GuestWorldTests
{
    private const string File = "vfio.conf";

    [Theory]
    [InlineData("seed = 1")]
    [InlineData("vfio.domains = 1")]
    [InlineData("iommu.caching-mode = off")]
    [InlineData("memory.memlock = 1536KiB")]
    [InlineData("faults.\"link.batch\".probability = 0.2")]
    [InlineData("faults.\"iopt.page\".probability = 0.2")]
    [InlineData("faults.\"pin.failed\".probability = 0.1")]
    [Trait("row", "U4")]
    [Trait("row", "U10")]
    public void Without_a_defect_every_schedule_comes_to_rest_and_nothing_is_found(string change)
    {
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(ScenarioFiles.Named(File, change), 30);

        WorldRuns.AssertSound(runs);
    }

    [Fact]
    [Trait("row", "U10")]
    public void Devices_of_a_guest_reach_what_is_mapped_and_fault_everywhere_else()
    {
        AccessSummary accesses = WorldRuns.Simulate(ScenarioFiles.Named(File)).Summary.Accesses;

        Assert.InRange(accesses.Accesses, 1, long.MaxValue);
        Assert.InRange(accesses.Faults, 1, long.MaxValue);
    }

    [Fact]
    [Trait("row", "U10")]
    public void In_the_end_nothing_is_mapped_pinned_or_charged()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(File));

        PinnedNow left = report.Summary.Pins.Now;
        Assert.Empty(report.Findings);
        Assert.Equal((0, 0), (left.Pins, left.Balances.ChargedPages));
        Assert.Equal(left.Balances.TakenPages, left.Balances.ReleasedPages);
    }

    [Fact]
    [Trait("row", "D7")]
    [Trait("row", "U10")]
    public void Guest_memory_is_mapped_by_the_range_and_not_by_the_page()
    {
        string[] quiet =
        [
            "memory.folio-mix.4KiB = 0", "fork.rate = 0", "migration.rate = 0", "environment.reclaim = 0",
            "environment.madvise = 0", "environment.compaction = 0", "vfio.rounds = 1",
        ];

        MapSummary maps = WorldRuns.Simulate(ScenarioFiles.Named(File, quiet)).Summary.Maps;

        // 2 MiB in folios of 64 KiB, in two domains: 1,024 pages, of which a page-wise loop would map each alone.
        Assert.Equal(64, maps.Links);
        Assert.InRange(maps.LinkBatches, 2, 64);
    }

    [Fact]
    public void Pins_that_go_back_before_the_sync_of_the_first_domain_are_found()
    {
        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Named(File), 10, Mutation.B19)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Equal("I-1", first?.Findings[0].Invariant);
    }
}
