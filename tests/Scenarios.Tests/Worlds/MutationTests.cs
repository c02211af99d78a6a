using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Each defect of docs/bug-zoo.md is found, and by the invariant that the page names.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData(Mutation.M1, "I-4")]
    [InlineData(Mutation.M9, "I-1")]
    [InlineData(Mutation.M10, "I-16")]
    [InlineData(Mutation.M21, "I-12")]
    public void A_defect_that_shows_in_every_run_is_found_by_a_simulation(Mutation mutation, string invariant)
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick(), mutation);

        Assert.Equal(invariant, report.Findings[0].Invariant);
    }

    [Theory]
    [InlineData(Mutation.M1, "I-4")]
    [InlineData(Mutation.M9, "I-1")]
    [InlineData(Mutation.M10, "I-16")]
    [InlineData(Mutation.M21, "I-12")]
    public void A_defect_that_shows_in_every_run_is_found_by_every_schedule(Mutation mutation, string invariant)
    {
        string[] found =
            [.. WorldRuns.Explore(ScenarioFiles.Quick(), 5, mutation).Select(run => run.Findings[0].Invariant)];

        Assert.Equal(Enumerable.Repeat(invariant, 5), found);
    }

    [Fact]
    [Trait("row", "D15")]
    public void A_device_that_is_told_of_an_address_before_its_sync_is_found()
    {
        RunOutcome outcome = WorldRuns.Explore(ScenarioFiles.Quick(), 1, Mutation.M21).Single();

        Assert.Equal(("I-12", "/user/RdmaNic"), (outcome.Findings[0].Invariant, outcome.Findings[0].Actor));
    }

    /// <summary>The race shows in 9 of the first 10,000 schedules, first in number 906.</summary>
    [Fact]
    public void A_wait_that_does_not_drain_is_found_within_20000_schedules()
    {
        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Quick(), 20_000, Mutation.M29)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Contains(first!.Findings[0].Invariant, (string[])["I-1", "I-2"]);
    }
}
