using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Regions in files that are cut and written back under their pins: config/files.conf.</summary>
public sealed class FileWorldTests
{
    private const string File = "files.conf";

    [Theory]
    [InlineData("seed = 1")]
    [InlineData("seed = 2")]
    [InlineData("environment.munmap = 2000")]
    [InlineData("memory.file.tracks-dirty = on")]
    [InlineData("memory.file.private = on")]
    [Trait("row", "G10")]
    public void Without_a_defect_every_schedule_comes_to_rest_and_nothing_is_found(string change)
    {
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(ScenarioFiles.Named(File, change), 30);

        WorldRuns.AssertSound(runs);
    }

    [Fact]
    public void A_long_pin_that_is_written_back_and_goes_back_dirty_is_found()
    {
        string[] changes = ["memory.file.tracks-dirty = on", "environment.truncate = 0", "load.duration = 5ms"];

        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(File, changes), Mutation.B40);

        Assert.Equal("I-14", report.Findings[0].Invariant);
    }

    [Fact]
    public void A_release_that_marks_nothing_is_found_within_300_schedules()
    {
        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Named(File), 300, Mutation.A3)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Equal("I-14", first?.Findings[0].Invariant);
    }

    [Fact]
    public void A_write_to_the_disk_that_ends_before_its_mapping_is_gone_is_found_within_300_schedules()
    {
        Scenario scenario = ScenarioFiles.Named(File, "memory.file.tracks-dirty = on", "environment.truncate = 0");

        RunOutcome? first = WorldRuns.Explore(scenario, 300, Mutation.K1)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Equal("I-1", first?.Findings[0].Invariant);
    }

    [Fact]
    public void Pages_that_files_lose_under_pins_are_reported()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(File));

        Assert.Empty(report.Findings);
        Assert.InRange(report.Summary.Memory.OrphanedFolios, 1, long.MaxValue);
    }
}
