using PhyrActors.Exploration;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A caller that only pins, beside one or two that work against it: config/one-pin.conf.</summary>
public sealed class OnePinTests
{
    private const string File = "one-pin.conf";

    public static TheoryData<string> Entries =>
    [
        .. Zoo.Entries.Where(static entry => entry is { Scenario: File, SameAs: null })
            .Select(static entry => entry.Id),
    ];

    [Theory]
    [MemberData(nameof(Entries))]
    [Trait("row", "G10")]
    public void Without_its_defect_every_schedule_comes_to_rest_and_nothing_is_found(string id)
    {
        Scenario scenario = ScenarioFiles.Named(File, EntryOf(id).Overrides);

        IEnumerable<RunOutcome> runs = WorldRuns.Explore(scenario, 200);

        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void With_it_random_schedules_find_it(string id)
    {
        ZooEntry entry = EntryOf(id);
        Scenario scenario = ScenarioFiles.Named(File, entry.Overrides);

        RunOutcome? first = WorldRuns.Explore(scenario, 5000, entry.Mutation)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Contains(first?.Findings[0].Invariant, entry.Invariants);
    }

    [Fact]
    public void In_time_pins_are_held_together_and_given_back()
    {
        Scenario scenario = ScenarioFiles.Named(File, "pin.caller.pins = 2", "pin.caller.rounds = 3");

        RunReport report = WorldRuns.Simulate(scenario);

        Assert.Empty(report.Findings);
        Assert.Equal((0UL, 8192UL), (report.Summary.Pins.PinnedBytes, report.Summary.Pins.PeakPinnedBytes));
    }

    [Fact]
    public void Pins_that_do_not_fit_are_refused()
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Named(File, "pin.caller.pins = 3"));

        Assert.Contains("pin.caller.pins times in memory.process", refused.Message, StringComparison.Ordinal);
    }

    private static ZooEntry EntryOf(string id) => Zoo.Entries.Single(entry => entry.Id == id);
}
