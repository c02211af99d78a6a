using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>What is wrong in released kernels is found, and config/kernels/expected.conf says what that is.</summary>
/// <remarks>A scenario is explored until all that is listed is found, and a little in any case. PHYR_KERNELS says how
/// many schedules of each scenario are run instead, whatever they show, such as 2000 after a change of the
/// list.</remarks>
public sealed class KernelTests
{
    private const int SchedulesMin = 5;
    private const int SchedulesMax = 400;

    /// <summary>Too large to be explored, or what others include.</summary>
    private static readonly string[] s_unexplored = ["month", "rdma-100g", "reference", "soak", "year"];

    /// <summary>What at most a few of a thousand schedules show: it may be found, and is not waited for.</summary>
    private static readonly (string Scenario, string[] Invariants)[] s_rare =
        [("errors", ["I-3"]), ("faults", ["I-3"])];

    private static readonly int? s_asked =
        int.TryParse(Environment.GetEnvironmentVariable("PHYR_KERNELS"), out int asked) ? asked : null;

    private static readonly string[] s_scenarios =
    [
        .. Directory.EnumerateFiles(ScenarioFiles.PathOf("config"), "*.conf")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => !name.StartsWith("yardstick-", StringComparison.Ordinal))
            .Except(s_unexplored)
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Kernels => [.. KernelVersion.All.Select(static kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Each_scenario_shows_exactly_what_is_on_the_list(string kernel)
    {
        ExpectedFindings expected = ExpectedFindings.Of(Named(kernel), ScenarioFiles.Expected());

        string[] found =
        [
            .. from scenario in s_scenarios
               let listed = expected.In(scenario)
               let rare = listed.Intersect(RareIn(scenario))
               let shown = FoundIn(scenario, kernel, [.. listed.Except(rare)])
               select LineOf(scenario, shown.Union(rare).Order(StringComparer.Ordinal)),
        ];

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
            .. expected.Scenarios.SelectMany(scenario => expected.In(scenario).Except(RareIn(scenario))
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

    private static IEnumerable<string> RareIn(string scenario) =>
        s_rare.Where(rare => rare.Scenario == scenario).SelectMany(static rare => rare.Invariants);

    private static bool IsFound(string scenario, string invariant, string quirk)
    {
        Mutation defect = Quirk.All.First(known => known.Name == quirk).Defect;
        return FindingsOf(ScenarioFiles.Named(scenario + ".conf"), SchedulesMax, defect)
            .SelectMany(static found => found).Contains(invariant, StringComparer.Ordinal);
    }

    private static SortedSet<string> FoundIn(string scenario, string kernel, IReadOnlyList<string> expected)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        int runs = 0;
        foreach (IEnumerable<string> findings in FindingsOf(
            ScenarioFiles.Named(scenario + ".conf", $"kernel = \"{kernel}\""), s_asked ?? SchedulesMax))
        {
            found.UnionWith(findings);
            if (s_asked is null && ++runs > SchedulesMin && found.IsSupersetOf(expected))
            {
                break;
            }
        }

        return found;
    }

    /// <summary>What broke, by run: first in time, and by the end of each schedule.</summary>
    private static IEnumerable<IEnumerable<string>> FindingsOf(
        Scenario scenario, int schedules, params Mutation[] mutations) =>
        WorldRuns.Explore(scenario, schedules, mutations)
            .Select(static run => run.Findings.Select(static finding => finding.Invariant))
            .Prepend(WorldRuns.Simulate(scenario, mutations).Findings.Take(1)
                .Select(static finding => finding.Invariant));

    private static KernelVersion Named(string name) => KernelVersion.All.First(kernel => kernel.Name == name);

    private static string LineOf(string scenario, IEnumerable<string> invariants) =>
        $"{scenario}: {string.Join(' ', invariants)}";
}
