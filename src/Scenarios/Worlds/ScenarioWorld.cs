using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Whatever cast a scenario asks for.</summary>
public static class ScenarioWorld
{
    /// <param name="system">Where.</param>
    /// <param name="scenario">What, and as which kernel.</param>
    /// <param name="mutations">Defects beside the kernel's own.</param>
    /// <exception cref="ConfigurationException">What the scenario asks for cannot be made, or not on this
    /// system.</exception>
    public static void Build(ActorSystem system, Scenario scenario, MutationSet mutations)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(mutations);
        MutationSet defects = mutations.With(scenario.Kernel.Defects);
        if (scenario.Yardstick.Kind == YardstickKind.None && scenario.Dma.Backend != DmaBackend.None)
        {
            BackendWorld.Build(system, scenario, defects);
        }
        else if (scenario.Yardstick.Kind == YardstickKind.None)
        {
            RdmaWorld.Build(system, scenario, defects);
        }
        else
        {
            YardstickWorld.Build(system, scenario.Yardstick);
        }
    }
}
