using PhyrActors.Exploration;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Runs of config/quick.conf in virtual time.</summary>
public sealed class SimulatedWorldTests
{
    [Fact]
    public void A_run_ends_at_rest_with_nothing_found_and_nothing_left()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick());

        Assert.Empty(report.Findings);
        Assert.True(report.Over);
        Assert.Equal(0UL, report.Summary.Pins.PinnedBytes);
        OperationCounts operations = report.Summary.Accesses.Operations;
        Assert.Equal(operations.Posted, operations.Completed + operations.Failed);
    }

    [Fact]
    public void A_domain_that_allocates_as_the_kernel_does_ends_at_rest_too()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick("iommu.iova = kernel"));

        Assert.Empty(report.Findings);
        Assert.True(report.Over);
    }

    [Fact]
    public void A_run_does_what_the_scenario_asks_for()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick("load.duration = 10ms"));

        Assert.Equal(4UL << 20, report.Summary.Pins.PeakPinnedBytes);
        Assert.All(
            (long[])
            [
                report.Summary.Accesses.Accesses, report.Summary.Accesses.PeerOperations,
                report.Summary.Accesses.PeerRefused, report.Summary.Memory.Forks,
            ],
            count => Assert.True(count > 0));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        ulong? first = WorldRuns.Simulate(ScenarioFiles.Quick()).Hash;

        ulong? second = WorldRuns.Simulate(ScenarioFiles.Quick()).Hash;

        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("seed = 2")]
    [InlineData("costs.work.\"folio.pin\" = 16")]
    [InlineData("costs.message.RdmaNic.PostSend = 160ns")]
    [InlineData("costs.latency.Iommu.IoPageTable = 21ns")]
    public void Another_seed_or_cost_gives_another_run(string change)
    {
        ulong? plain = WorldRuns.Simulate(ScenarioFiles.Quick()).Hash;

        ulong? other = WorldRuns.Simulate(ScenarioFiles.Quick(change)).Hash;

        Assert.NotEqual(plain, other);
    }

    [Fact]
    [Trait("row", "D16")]
    public void There_is_one_sync_for_each_region_however_many_chunks_it_links()
    {
        MapSummary maps = WorldRuns.Simulate(ScenarioFiles.Quick("load.churn = 0")).Summary.Maps;

        Assert.Equal(2, maps.SyncRequests);
        Assert.True(maps.Links > 2 * maps.SyncRequests);
    }

    [Fact]
    [Trait("row", "G10")]
    public void Forks_copy_what_is_pinned_for_long_and_migration_leaves_it_where_it_is()
    {
        Scenario scenario = ScenarioFiles.Quick("load.churn = 0", "load.duration = 10ms");

        MemorySummary memory = WorldRuns.Simulate(scenario).Summary.Memory;

        Assert.True(memory.CowCopies > 0);
        Assert.True(memory.MigrationsRefused > 0);
    }

    [Fact]
    public void A_registration_above_the_memlock_limit_is_refused_and_the_others_work()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick("memory.memlock = 2MiB"));

        Assert.Empty(report.Findings);
        Assert.Equal(2UL << 20, report.Summary.Pins.PeakPinnedBytes);
        Assert.True(report.Summary.Accesses.Operations.Completed > 0);
    }

    [Fact]
    public void A_run_that_does_not_come_to_rest_says_so_and_its_state_is_not_judged_as_final()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick("limits.steps = 200"));

        Assert.Equal([FindingKinds.NoProgress], report.Findings.Select(finding => finding.Invariant));
        // One of the 200 steps made the system's own guardian, which is nobody's actor.
        Assert.Equal((1, 199), (report.FindingsTotal, report.Deliveries));
    }

    [Fact]
    public void A_promised_race_window_that_stays_shut_is_told()
    {
        string promise = "sometimes = [\"fork between two pin batches\"]";

        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick(promise, "fork.rate = 0"));

        Assert.Equal(["fork between two pin batches"], report.Broken);
    }

    [Fact]
    public void A_promised_race_window_that_opens_is_no_broken_promise()
    {
        string promise = "sometimes = [\"access in flight while its region is torn down\"]";

        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick(
            promise, "load.duration = 600ms", "load.operations = 1000", "limits.steps = 1000000"));

        Assert.Empty(report.Findings);
        Assert.Empty(report.Broken);
    }
}
