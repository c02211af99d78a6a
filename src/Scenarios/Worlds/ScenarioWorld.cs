using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Whatever cast a scenario asks for.</summary>
public static class ScenarioWorld
{
    /// <exception cref="ConfigurationException">What the scenario asks for cannot be made, or not on this
    /// system.</exception>
    public static void Build(ActorSystem system, Scenario scenario, MutationSet mutations)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Yardstick.Kind == YardstickKind.None && scenario.Dma.Backend != DmaBackend.None)
        {
            BackendWorld.Build(system, scenario, mutations);
        }
        else if (scenario.Yardstick.Kind == YardstickKind.None)
        {
            RdmaWorld.Build(system, scenario, mutations);
        }
        else
        {
            YardstickWorld.Build(system, scenario.Yardstick);
        }
    }
}
