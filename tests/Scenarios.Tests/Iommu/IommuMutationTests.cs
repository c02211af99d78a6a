using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Each defect of the IOMMU's part of docs/bug-zoo.md is found by a small scenario, and by the invariant that
/// the page names.</summary>
public sealed class IommuMutationTests
{
    /// <summary>Every unmap of a region empties a table.</summary>
    private static readonly string[] s_smallFolios =
    [
        "memory.folio-mix.2MiB = 0", "memory.folio-mix.64KiB = 1", "memory.folio-mix.4KiB = 0", "link.batch = 64",
    ];

    [Theory]
    [InlineData(Mutation.M2, "I-4")]
    [InlineData(Mutation.M18, "I-11")]
    [InlineData(Mutation.M19, "I-37")]
    [InlineData(Mutation.M20, "I-9")]
    [InlineData(Mutation.M24, "I-10")]
    public void A_defect_that_shows_in_every_run_is_found(Mutation mutation, string invariant)
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick(), mutation);

        Assert.Equal(invariant, report.Findings[0].Invariant);
    }

    [Theory]
    [InlineData(Mutation.M5)]
    [InlineData(Mutation.M6)]
    public void A_table_page_that_goes_too_early_is_found(Mutation mutation)
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick(s_smallFolios), mutation);

        Assert.Equal("I-3", report.Findings[0].Invariant);
    }

    [Fact]
    public void A_flush_queue_that_compares_with_less_or_equal_is_found()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named("lazy.conf", "load.contexts = 1"), Mutation.M3);

        Assert.Equal("I-4", report.Findings[0].Invariant);
    }

    [Fact]
    public void A_device_that_forgets_before_the_unit_is_found()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named("ats.conf"), Mutation.M7);

        Assert.Equal("I-5", report.Findings[0].Invariant);
    }

    [Fact]
    public void A_submitter_that_ignores_an_abort_is_found()
    {
        Finding first = FirstFinding(ScenarioFiles.Named("ats.conf"), 500, Mutation.M8);

        Assert.Equal("I-33", first.Invariant);
    }

    [Theory]
    [InlineData(Mutation.M33)]
    [InlineData(Mutation.B21)]
    public void A_failure_that_is_not_told_is_found(Mutation mutation)
    {
        Finding first = FirstFinding(ScenarioFiles.Quick("iommu.queue-errors = on"), 500, mutation);

        Assert.Equal("I-33", first.Invariant);
    }

    [Fact]
    public void A_wait_for_a_device_that_is_gone_is_found()
    {
        Finding first = FirstFinding(ScenarioFiles.Named("ats.conf"), 500, Mutation.B4);

        Assert.Equal("I-34", first.Invariant);
    }

    [Fact]
    public void A_request_that_joins_a_submitted_batch_is_found()
    {
        Finding first = FirstFinding(ScenarioFiles.Quick(), 2000, Mutation.M31);

        Assert.Equal("I-4", first.Invariant);
    }

    /// <summary>Regions that empty a table and regions that do not share a batch; which comes last hangs on the
    /// seed.</summary>
    [Fact]
    public void A_hint_of_the_last_member_is_found()
    {
        string[] found =
        [
            .. Enumerable.Range(1, 8).SelectMany(seed => WorldRuns.Simulate(
                ScenarioFiles.Quick(
                    $"seed = {seed}",
                    "memory.process = 16MiB",
                    "load.contexts = 8",
                    "link.batch = 64",
                    "iommu.batch-window = 1ms"),
                Mutation.M32).Findings.Take(1)).Select(finding => finding.Invariant),
        ];

        Assert.Contains("I-3", found);
    }

    /// <summary>Small pages that are unmapped in parts leave an empty table, whose place a large page takes.</summary>
    [Fact]
    public void A_replaced_table_that_goes_at_once_is_found()
    {
        string[] found =
        [
            .. Enumerable.Range(1, 50).SelectMany(seed => MappingScript.FindingsOf((ulong)seed, Mutation.B23))
                .Select(finding => finding.Invariant).Distinct(),
        ];

        Assert.Equal(["I-3"], found);
    }

    /// <summary>As with M29, the one operation must be a write, which hangs on the seed.</summary>
    [Fact]
    public void A_walk_that_an_invalidation_does_not_kill_is_found()
    {
        string?[] found =
        [
            .. Enumerable.Range(1, 8).Select(seed => Explorations.Of(
                ScenarioFiles.Named("dpor-mr.conf", $"seed = {seed}", "fork.rate = 0"), Mutation.M30)
                .FirstFinding(2000)?.Invariant),
        ];

        Assert.Contains("I-2", found);
    }

    private static Finding FirstFinding(Scenario scenario, int schedules, Mutation mutation) =>
        WorldRuns.Explore(scenario, schedules, mutation).SelectMany(run => run.Findings).First();
}
