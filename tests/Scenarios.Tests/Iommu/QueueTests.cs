using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>The ring with several submissions under way, and devices that are late or gone.</summary>
public sealed class QueueTests
{
    [Fact]
    public void Whatever_devices_do_everybody_is_answered_and_nothing_is_found()
    {
        IEnumerable<RunOutcome> runs = Runs(5000, Mutation.None);

        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [InlineData(Mutation.B2, "I-34")]
    [InlineData(Mutation.B3, "I-32")]
    [InlineData(Mutation.B4, "I-34")]
    [InlineData(Mutation.M8, "I-33")]
    public void A_defect_of_the_ring_is_found(Mutation mutation, string invariant)
    {
        string?[] found =
            [.. Runs(5000, mutation).Select(run => run.Findings.Count == 0 ? null : run.Findings[0].Invariant)];

        Assert.Contains(invariant, found);
    }

    private static IEnumerable<RunOutcome> Runs(int schedules, Mutation mutation) =>
        WorldRuns.Explore(ScenarioFiles.Named("queue.conf"), schedules, mutation);
}
