using PhyrActors.Exploration;
using PhyrActors.Exploration.Tests;
using PhyrActors.Model;
using Xunit.Abstractions;

namespace PhyrActors.Scenarios.Tests;

public sealed class ShrunkScenarioTests(ITestOutputHelper output)
{
    /// <summary>How many times longer than the shortest run of the same program a shrunk one may be.</summary>
    private const double RatioMax = 1.5;

    [Theory]
    [InlineData("quick.conf", Mutation.M1)]
    [InlineData("quick.conf", Mutation.M2)]
    [InlineData("quick.conf", Mutation.M9)]
    [InlineData("quick.conf", Mutation.M10)]
    [InlineData("quick.conf", Mutation.M21)]
    [InlineData("lazy.conf", Mutation.M3)]
    public void A_shrunk_run_is_hardly_longer_than_the_shortest_there_is(string file, Mutation mutation) =>
        Compare(ScenarioFiles.Named(file), mutation);

    [Theory]
    [InlineData(Mutation.M27)]
    [InlineData(Mutation.M28)]
    [InlineData(Mutation.B44)]
    [InlineData(Mutation.B46)]
    public void A_shrunk_run_of_the_zoo_is_hardly_longer_than_the_shortest_there_is(Mutation mutation)
    {
        ZooEntry entry = Zoo.Entries.Single(entry => entry.Id == mutation.ToString());

        Compare(ScenarioFiles.Named(entry.Scenario!, entry.Overrides), mutation);
    }

    /// <summary>Who finds a lock free goes on in another message's cause than who waits for it, and a region of many
    /// pieces is one chain of messages: the run follows messages by their class, and regions become small.</summary>
    [Theory]
    [InlineData(Mutation.M26, 60)]
    [InlineData(Mutation.M28, 20)]
    public void A_run_in_which_much_waits_for_locks_becomes_short(Mutation mutation, int deliveriesMax)
    {
        ScenarioProgram program = new(ScenarioFiles.Named("pins.conf"), MutationSet.Of(mutation));
        Trace trace = FirstOf(program, periodicMax: 2);

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions { RunsMax = 6000 });

        output.WriteLine(
            $"{shrunk.Original.Deliveries} deliveries to {shrunk.Measure.Deliveries} in {shrunk.Runs} runs");
        Assert.InRange(shrunk.Measure.Deliveries, 1, deliveriesMax);
    }

    [Fact]
    public void Each_way_to_make_a_scenario_smaller_makes_one_that_runs_or_none()
    {
        ScenarioProgram program = new(ScenarioFiles.Quick(), MutationSet.None);
        Explorer explorer = new(new ExploreOptions { StepsMax = 20_000 });
        int made = 0;
        foreach (ProgramReduction reduction in program.Smaller())
        {
            if (reduction.Make() is { } smaller)
            {
                made++;
                RunOutcome outcome = explorer.RunOne(smaller, new RandomStrategy(), 1, 1, traced: false);
                Assert.Empty(outcome.Findings);
            }
        }

        Assert.InRange(made, 15, 60);
    }

    private static Trace FirstOf(ScenarioProgram program, int periodicMax)
    {
        Explorer explorer = new(new ExploreOptions
        {
            Provenance = program.Provenance,
            StepsMax = 100_000,
            PeriodicMax = periodicMax,
        });
        Trace? trace = null;
        for (int schedule = 0; trace is null; schedule++)
        {
            trace = explorer.RunOne(program, new PosStrategy(), 1, schedule).Trace;
        }

        return trace;
    }

    private void Compare(Scenario scenario, Mutation mutation)
    {
        ScenarioProgram program = new(scenario, MutationSet.Of(mutation));
        Trace trace = FirstOf(program, scenario.Limits.PeriodicMax);

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions { RunsMax = 6000 });

        ScenarioProgram smallest = ScenarioProgram.Of(shrunk.Best.Provenance);
        int? shortest = ShortestRun.LengthOf(smallest, trace.Finding.Invariant, 80, 20_000);
        output.WriteLine($"{mutation}: {shrunk.Original.Deliveries} deliveries to {shrunk.Measure.Deliveries}, "
            + $"the shortest run has {shortest}; {shrunk.Runs} runs");
        Assert.True(shrunk.IsMinimal, $"not over after {shrunk.Runs} runs");
        Assert.NotNull(shortest);
        Assert.InRange(shrunk.Measure.Deliveries, shortest.Value, RatioMax * shortest.Value);
        Assert.IsType<Reproduced>(Replay.Run(smallest, shrunk.Best));
    }
}
