using PhyrActors.Exploration;
using PhyrActors.Exploration.Tests;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Random schedules of config/quick.conf without a defect.</summary>
public sealed class ExploredWorldTests
{
    [Theory]
    [InlineData("seed = 1")]
    [InlineData("limits.periodic = 3")]
    [InlineData("load.queue-pairs = 4")]
    [InlineData("iommu.caching-mode = off")]
    [InlineData("iommu.batch-window = 10us")]
    [InlineData("link.batch = 4")]
    [InlineData("pin.batch = 64")]
    [InlineData("memory.memlock = 2MiB")]
    public void Every_schedule_comes_to_rest_and_nothing_is_found(string variation)
    {
        Scenario scenario = ScenarioFiles.Quick(variation);

        IEnumerable<RunOutcome> runs = WorldRuns.Explore(scenario, 2000);

        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [InlineData("fork between two pin batches")]
    [InlineData("access in flight while its region is torn down")]
    public void The_race_window_is_opened(string window)
    {
        Scenario scenario = ScenarioFiles.Quick();

        bool opened = WorldRuns.Explore(scenario, 200).Any(
            run => run.Windows.Any(seen => seen.Name == window && seen.Count > 0));

        Assert.True(opened);
    }

    [Fact]
    public void Every_linear_extension_of_a_runs_happens_before_is_the_same_run()
    {
        ScenarioProgram program = new(ScenarioFiles.Quick("limits.periodic = 1"), Model.MutationSet.None);
        Explorer explorer = new(new ExploreOptions { PeriodicMax = 1 });
        for (long index = 0; index < 5; index++)
        {
            MailboxOrders orders = new();
            RunOutcome original = explorer.RunOne(program, orders, 1, index, traced: false);

            RunOutcome reordered = explorer.RunOne(program, new ReorderedStrategy(orders), 1, index, traced: false);

            Assert.NotEqual(original.RunHash, reordered.RunHash);
            Assert.Equal(
                (original.ClassHash, original.End, original.Findings.Count),
                (reordered.ClassHash, reordered.End, reordered.Findings.Count));
        }
    }
}
