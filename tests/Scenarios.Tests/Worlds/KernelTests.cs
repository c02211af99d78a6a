using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>What is wrong in released kernels is found, and config/kernels/expected.conf says what that is.</summary>
public sealed class KernelTests
{
    private const int Schedules = 400;

    private static readonly string[] s_scenarios = ["ats", "backends", "churn", "errors", "lazy", "quick"];

    public static TheoryData<string> Kernels => [.. KernelVersion.All.Select(static kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Small_scenarios_show_exactly_what_is_on_the_list(string kernel)
    {
        ExpectedFindings expected = ExpectedFindings.Of(Named(kernel), ScenarioFiles.Expected());

        string[] found = [.. s_scenarios.Select(scenario => LineOf(scenario, FoundIn(scenario, kernel)))];

        Assert.Equal([.. s_scenarios.Select(scenario => LineOf(scenario, expected.In(scenario)))], found);
    }

    [Fact]
    public void The_list_names_no_scenario_that_is_not_explored()
    {
        IEnumerable<string> listed = KernelVersion.All.SelectMany(static kernel =>
            ExpectedFindings.Of(kernel, ScenarioFiles.Expected()).Scenarios);

        Assert.Empty(listed.Except(s_scenarios));
    }

    /// <summary>Its quirk alone breaks the invariant: the list names the right one.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Each_finding_of_the_list_comes_from_the_quirk_that_it_names(string kernel)
    {
        ExpectedFindings expected = ExpectedFindings.Of(Named(kernel), ScenarioFiles.Expected());

        string[] wrong =
        [
            .. expected.Scenarios.SelectMany(scenario => expected.In(scenario)
                .Where(invariant => !expected.QuirksBehind(invariant).Any(quirk => IsFound(scenario, invariant, quirk)))
                .Select(invariant => LineOf(scenario, [invariant]))),
        ];

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_quirk_that_a_kernel_does_not_have_is_refused()
    {
        Config list = ConfigurationFactory.ParseString("\"v6.12\".ats.I-40 = slot-freed-before-entry", "list.conf");

        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ExpectedFindings.Of(Named("v6.12"), list));

        Assert.Equal("list.conf:1:1: kernel v6.12 has no quirk 'slot-freed-before-entry'", refused.Message);
    }

    private static bool IsFound(string scenario, string invariant, string quirk)
    {
        Mutation defect = Quirk.All.First(known => known.Name == quirk).Defect;
        return FirstsOf(ScenarioFiles.Named(scenario + ".conf"), defect).Contains(invariant, StringComparer.Ordinal);
    }

    private static IEnumerable<string> FoundIn(string scenario, string kernel) =>
        FirstsOf(ScenarioFiles.Named(scenario + ".conf", $"kernel = \"{kernel}\""))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>What broke first, in time and in each schedule.</summary>
    private static IEnumerable<string> FirstsOf(Scenario scenario, params Mutation[] mutations) =>
        WorldRuns.Simulate(scenario, mutations).Findings.Take(1)
            .Concat(WorldRuns.Explore(scenario, Schedules, mutations).SelectMany(static run => run.Findings.Take(1)))
            .Select(static finding => finding.Invariant);

    private static KernelVersion Named(string name) => KernelVersion.All.First(kernel => kernel.Name == name);

    private static string LineOf(string scenario, IEnumerable<string> invariants) =>
        $"{scenario}: {string.Join(' ', invariants)}";
}
