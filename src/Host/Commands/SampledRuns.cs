using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>The hashes of some schedules of a search's first round, to be compared with those of another
/// process.</summary>
internal static class SampledRuns
{
    // Of the first round: those are functions of seed and index alone, before any strategy has learned.
    private const int Runs = 16;
    private const int Every = 4;

    /// <summary>One line a run: its number, the hash of the run and that of its class.</summary>
    public static IReadOnlyList<string> Of(Scenario scenario, MutationSet mutations, string strategy, string? pair)
    {
        // Reduction has no schedules with numbers: others of the same scenario do.
        string sampled = strategy == new DporStrategy().Name ? "random" : strategy;
        IStrategy decides = PairNames.Restrict(StrategyNames.Parse(sampled, scenario.Strategies), pair);
        Explorer explorer = new(new ExploreOptions
        {
            Seed = scenario.Seed,
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
            TwiceEvery = 0,
        });
        ScenarioProgram program = new(scenario, mutations);
        List<string> lines = [];
        for (long run = 0; run < Math.Min(Runs, decides.RoundSchedulesMax); run++)
        {
            RunOutcome outcome = explorer.RunOne(program, decides, scenario.Seed, run * Every, traced: false);
            lines.Add($"{run * Every} {outcome.RunHash:x16} {outcome.ClassHash:x16}");
        }

        return lines;
    }

    /// <summary>Says where two processes differ; null when they do not.</summary>
    public static string? Difference(IReadOnlyList<string> here, IReadOnlyList<string> there)
    {
        for (int i = 0; i < Math.Max(here.Count, there.Count); i++)
        {
            string mine = i < here.Count ? here[i] : "nothing";
            string other = i < there.Count ? there[i] : "nothing";
            if (mine != other)
            {
                return "not deterministic: a schedule ran (number, hash, class) as "
                    + $"'{mine}' here and as '{other}' in a second process";
            }
        }

        return null;
    }
}
