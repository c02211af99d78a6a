using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>The list of entries, what it names, and what its scenarios show without any defect.</summary>
public sealed class ZooListTests
{
    public static TheoryData<string> Searched =>
        [.. Zoo.Entries.Where(static entry => entry.IsSearched).Select(static entry => entry.Id)];

    [Fact]
    public void Every_entry_has_an_id_of_its_own()
    {
        string[] ids = [.. Zoo.Entries.Select(static entry => entry.Id)];

        Assert.Equal(ids.Distinct(StringComparer.OrdinalIgnoreCase), ids);
    }

    [Fact]
    public void There_are_at_least_50_entries_that_the_model_can_express()
    {
        int expressible = Zoo.Entries.Count(static entry => entry.Kind != ZooKind.NotExpressible);

        Assert.InRange(expressible, 50, int.MaxValue);
    }

    [Fact]
    public void Every_defect_that_can_be_switched_on_is_listed()
    {
        Mutation[] listed = [.. Zoo.Entries.Select(static entry => entry.Mutation).Distinct()];

        Mutation[] unlisted = [.. Enum.GetValues<Mutation>().Except([Mutation.None, .. listed])];

        Assert.Empty(unlisted);
    }

    [Fact]
    public void An_entry_that_is_like_another_names_one_that_is_listed_and_looks_the_same()
    {
        ZooEntry[] astray =
        [
            .. Zoo.Entries.Where(static entry => entry.SameAs is not null && !Zoo.Entries.Any(other =>
                other.Id == entry.SameAs
                && other.Mutation == entry.Mutation
                && other.Scenario == entry.Scenario
                && other.Overrides.SequenceEqual(entry.Overrides))),
        ];

        Assert.Empty(astray);
    }

    [Theory]
    [MemberData(nameof(Searched))]
    public void Without_its_defect_a_scenario_shows_nothing(string id)
    {
        ZooEntry entry = Zoo.Entries.Single(entry => entry.Id == id);
        Scenario scenario = ScenarioFiles.Named(entry.Scenario!, entry.Overrides);

        string[] found =
        [
            .. WorldRuns.Explore(scenario, 30).SelectMany(static run => run.Findings)
                .Select(static finding => $"{finding.Invariant}: {finding.Text}"),
        ];

        Assert.Empty(found);
    }
}
