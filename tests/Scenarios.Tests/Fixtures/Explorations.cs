using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Explorations of scenarios, every class once.</summary>
internal static class Explorations
{
    public static DporExplorer Of(Scenario scenario, params ReadOnlySpan<Mutation> mutations) => new(
        new ScenarioProgram(scenario, MutationSet.Of(mutations)),
        new ExploreOptions
        {
            Seed = scenario.Seed,
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
            KeepGoing = true,
        });

    /// <summary>The first finding of each class that has one.</summary>
    public static List<Finding> RunToTheEnd(this DporExplorer explorer)
    {
        List<Finding> findings = [];
        while (explorer.TryRunNext(out RunOutcome? outcome))
        {
            findings.AddRange(outcome?.Findings.Take(1) ?? []);
        }

        return findings;
    }

    /// <summary>The first finding within some number of runs, or null.</summary>
    public static Finding? FirstFinding(this DporExplorer explorer, int runs)
    {
        for (int run = 0; run < runs && explorer.TryRunNext(out RunOutcome? outcome); run++)
        {
            if (outcome is { Findings.Count: > 0 })
            {
                return outcome.Findings[0];
            }
        }

        return null;
    }
}
