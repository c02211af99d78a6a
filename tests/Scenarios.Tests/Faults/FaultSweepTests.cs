using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Every occasion at every site fails once, and the model is as docs/faults.md says.</summary>
public sealed class FaultSweepTests
{
    [Theory]
    [InlineData("quick.conf")]
    [InlineData("ats.conf")]
    [InlineData("lazy.conf")]
    [InlineData("dpor-mr.conf")]
    [InlineData("store-buffer.conf")]
    [InlineData("backends.conf")]
    [InlineData("backends.conf", "dma.backend = swiotlb")]
    [InlineData("backends.conf", "dma.backend = iommu", "iommu.caching-mode = off", "iommu.mode = lazy")]
    [InlineData("mixed.conf")]
    [InlineData("odp.conf")]
    [InlineData("vfio.conf", "vfio.rounds = 1")]
    [InlineData("iommufd.conf", "vfio.rounds = 1")]
    [InlineData("dma-buf.conf")]
    [InlineData("one-pin.conf")]
    [InlineData("queue.conf")]
    [InlineData(
        "files.conf", "environment.compaction = 0", "migration.rate = 0", "fork.rate = 0", "load.duration = 20us")]
    [InlineData("churn.conf")]
    [InlineData("errors.conf")]
    [InlineData("faults.conf")]
    [InlineData("map-errors.conf")]
    [InlineData("peers.conf")]
    [InlineData("two-regions.conf")]
    [InlineData("walk.conf")]
    [InlineData("yardstick-rr.conf")]
    public void The_fixed_model_is_as_the_catalogue_says(string file, params string[] overrides)
    {
        FaultSweep sweep = Sweep(file, overrides);

        FaultCase[] cases = [.. sweep.Singles(), .. sweep.DrawPairs().Take(100)];

        Assert.Empty(cases.Where(static run => !run.Agrees).SelectMany(static run => run.Unexpected));
        Assert.All(sweep.Sites, static site => Assert.True(site.IsExhausted));
        Assert.All(sweep.Sites, static site => Assert.True(site.Occasions == 0 || site.Struck > 0));
    }

    [Fact]
    public void An_error_path_that_ignores_an_error_differs()
    {
        FaultSweep sweep = Sweep("quick.conf", [], Mutation.B21);

        FaultCase different = sweep.Singles().First(static run => !run.Agrees);

        Assert.Equal(FaultSite.QueueError, Assert.Single(different.Faults).Site);
        Assert.NotNull(different.Outcome.Trace);
    }

    [Fact]
    public void The_trace_of_a_difference_reproduces_it()
    {
        Scenario scenario = ScenarioFiles.Quick("faults.on = sweep");
        FaultCase different = Sweep("quick.conf", [], Mutation.B21).Singles().First(static run => !run.Agrees);

        ReplayResult result = Replay.Run(
            new ScenarioProgram(scenario, MutationSet.Of(Mutation.B21)), different.Outcome.Trace!);

        Assert.IsType<Reproduced>(result);
    }

    [Fact]
    public void A_sweep_that_is_stopped_gives_what_it_has()
    {
        Stopped stop = new();
        FaultSweep sweep = Sweep("quick.conf", [], Mutation.None, stop);
        IEnumerator<FaultCase> cases = sweep.Singles().GetEnumerator();
        cases.MoveNext();

        stop.Raised = true;

        Assert.InRange(Count(cases), 0, 50);
    }

    [Fact]
    public void Beyond_so_many_one_by_one_each_occasion_is_twice_as_late_as_the_last()
    {
        FaultSweep sweep = Sweep("quick.conf", [], each: 3);

        long[] failed =
        [
            .. sweep.Singles().SelectMany(static run => run.Faults)
                .Where(static fault => fault.Site == FaultSite.FabricDelay).Select(static fault => fault.Nth),
        ];

        Assert.Equal([1, 2, 3, 6, 12], failed.Take(5));
        Assert.Equal(failed[^1], failed[^2] * 2);
    }

    private static int Count(IEnumerator<FaultCase> cases)
    {
        int count = 0;
        while (cases.MoveNext())
        {
            count++;
        }

        return count;
    }

    private static FaultSweep Sweep(
        string file,
        string[] overrides,
        Mutation mutation = Mutation.None,
        IStopFlag? stop = null,
        long each = long.MaxValue)
    {
        Scenario scenario = ScenarioFiles.Named(file, [.. overrides, "faults.on = sweep"]);
        ExploreOptions options = new()
        {
            Seed = scenario.Seed,
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
        };
        MutationSet mutations = mutation == Mutation.None ? MutationSet.None : MutationSet.Of(mutation);
        return new FaultSweep(scenario, mutations, options, stop ?? NeverStop.Instance, each);
    }

    private sealed class Stopped : IStopFlag
    {
        public bool Raised { get; set; }
    }
}
