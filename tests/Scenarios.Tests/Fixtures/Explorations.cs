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
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
            KeepGoing = true,
        });

    /// <summary>What is found in every class.</summary>
    public static List<Finding> RunToTheEnd(this DporExplorer explorer)
    {
        List<Finding> findings = [];
        while (explorer.TryRunNext(out RunOutcome? outcome))
        {
            findings.AddRange(outcome?.Findings ?? []);
        }

        return findings;
    }

    /// <summary>The first run with a finding among some number of runs, or null.</summary>
    public static RunOutcome? FirstFinding(this DporExplorer explorer, int runs)
    {
        for (int run = 0; run < runs && explorer.TryRunNext(out RunOutcome? outcome); run++)
        {
            if (outcome is { Findings.Count: > 0 })
            {
                return outcome;
            }
        }

        return null;
    }
}
