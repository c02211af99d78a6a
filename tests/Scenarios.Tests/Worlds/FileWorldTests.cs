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
    [Trait("row", "G10")]
    public void Without_a_defect_every_schedule_comes_to_rest_and_nothing_is_found(string change)
    {
        RunOutcome[] bad =
        [
            .. WorldRuns.Explore(ScenarioFiles.Named(File, change), 30)
                .Where(run => run.Findings.Count > 0 || run.End != RunEnd.Quiescent),
        ];

        Assert.Empty(bad.SelectMany(run => run.Findings));
        Assert.Empty(bad);
    }

    [Theory]
    [InlineData(Mutation.B40, "memory.file.tracks-dirty = on", "environment.truncate = 0")]
    [InlineData(Mutation.A3, "seed = 1")]
    public void A_defect_is_found_within_300_schedules(Mutation mutation, params string[] changes)
    {
        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Named(File, changes), 300, mutation)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Equal("I-14", first?.Findings[0].Invariant);
    }

    [Fact]
    public void Pages_that_files_lose_under_pins_are_reported()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(File));

        Assert.Empty(report.Findings);
        Assert.InRange(report.Summary.Memory.OrphanedFolios, 1, long.MaxValue);
    }
}
