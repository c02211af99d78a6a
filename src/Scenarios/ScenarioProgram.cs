using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A scenario as a program to explore: every run builds the same world.</summary>
public sealed class ScenarioProgram(Scenario scenario, MutationSet mutations) : IProgram
{
    public string Name => scenario.Name;

    public IProgramRun Start(ControlledSystem system)
    {
        RdmaWorld.Build(system, scenario, mutations);
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
        Phyr ram = new(default, scenario.Memory.MachineBytes);
        Monitors = [.. OracleList.Of(AllKinds, [ram]), _windows, .. others];
    }

    public IReadOnlyList<IMonitor> Monitors { get; }

    public IReadOnlyList<Sometimes> Windows => _windows.All;
}
