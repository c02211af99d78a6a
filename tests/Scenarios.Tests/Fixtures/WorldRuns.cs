using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Short ways to run scenarios in tests.</summary>
internal static class WorldRuns
{
    private static readonly RandomStrategy s_random = new();

    /// <summary>Simulates until the run is over.</summary>
    public static RunReport Simulate(Scenario scenario, params ReadOnlySpan<Mutation> mutations)
    {
        using Simulation simulation = new(scenario, MutationSet.Of(mutations));
        while (simulation.Advance(1_000_000))
        {
        }

        return simulation.Report();
    }

    /// <summary>Every run comes to rest, and nothing is found.</summary>
    public static void AssertSound(IEnumerable<RunOutcome> runs)
    {
        RunOutcome[] bad = [.. runs.Where(static run => run.Findings.Count > 0 || run.End != RunEnd.Quiescent)];

        Assert.Empty(bad.SelectMany(static run => run.Findings));
        Assert.Empty(bad);
    }

    /// <summary>Explores schedules of seed 1 one after the other.</summary>
    public static IEnumerable<RunOutcome> Explore(Scenario scenario, int schedules, params Mutation[] mutations)
    {
        ScenarioProgram program = new(scenario, MutationSet.Of(mutations));
        Explorer explorer = new(new ExploreOptions
        {
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
        });
        for (long index = 0; index < schedules; index++)
        {
            yield return explorer.RunOne(program, s_random, 1, index, traced: false);
        }
    }
}
