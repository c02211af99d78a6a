using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A scenario as a program to explore: every run builds the same world.</summary>
/// <param name="scenario">The world.</param>
/// <param name="mutations">The defects in it.</param>
/// <param name="productVersion">What traces call the product's version.</param>
public sealed class ScenarioProgram(Scenario scenario, MutationSet mutations, string productVersion = "")
    : IReducibleProgram
{
    public string Name => scenario.Name;

    public Provenance Provenance => new(
        productVersion, scenario.Config.ToString(), [.. mutations.All.Select(static one => one.ToString())]);

    /// <summary>The program that a trace is of.</summary>
    /// <exception cref="ConfigurationException">The trace's text describes no scenario, or one of its defects has no
    /// such name here.</exception>
    public static ScenarioProgram Of(Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(provenance);
        Config config = ConfigurationFactory.ParseString(provenance.ProgramText, "trace");
        return new ScenarioProgram(
            Scenario.Read("trace", config, config),
            MutationSet.Of([.. provenance.Mutations.Select(Parse)]),
            provenance.ProductVersion);
    }

    public IEnumerable<ProgramReduction> Smaller() => ScenarioReductions.Of(scenario.Config).Select(
        change => new ProgramReduction(change, () => Changed(change)));

    public LivenessBounds? Liveness => scenario.Liveness;

    /// <summary>What judges a run of the scenario that was started otherwise.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="others">Monitors that look on as well.</param>
    public static IProgramRun Watch(Scenario scenario, params IReadOnlyList<IMonitor> others)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new ScenarioRun(scenario, [.. others]);
    }

    public IProgramRun Start(ControlledSystem system)
    {
        ScenarioWorld.Build(system, scenario, mutations, scenario.Faults.Plan.WithoutTimes());
        return new ScenarioRun(scenario);
    }

    private ScenarioProgram? Changed(string change) =>
        ScenarioReductions.TryMake(scenario, change, mutations) is { } smaller
            ? new ScenarioProgram(smaller, mutations, productVersion)
            : null;

    private static Mutation Parse(string name) => Enum.TryParse(name, out Mutation mutation)
        ? mutation
        : throw new ConfigurationException($"mutation '{name}' is unknown");
}

/// <summary>What watches one run of a scenario.</summary>
internal sealed class ScenarioRun : IProgramRun
{
    private const InvariantKind AllKinds = InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final;

    private readonly RaceWindows _windows = new();

    public ScenarioRun(Scenario scenario, params ReadOnlySpan<IMonitor> others)
    {
        Monitors = scenario.Yardstick.Kind == YardstickKind.None
            ? [.. OracleList.Of(AllKinds, [new Phyr(default, scenario.Memory.MachineBytes)]), _windows, .. others]
            : [.. YardstickWorld.Monitors(scenario.Yardstick), .. others];
    }

    public IReadOnlyList<IMonitor> Monitors { get; }

    public IReadOnlyList<Sometimes> Windows => _windows.All;
}
