using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A scenario as a program to explore: every run builds the same world.</summary>
public sealed class ScenarioProgram(Scenario scenario, MutationSet mutations) : IProgram
{
    public string Name => scenario.Name;

    public IProgramRun Start(ControlledSystem system)
    {
        ScenarioWorld.Build(system, scenario, mutations, scenario.Faults.Plan.WithoutTimes());
        return new ScenarioRun(scenario);
    }
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
