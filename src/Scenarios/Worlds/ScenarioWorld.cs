using PhyrActors.Actors;
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
    public static void Build(ActorSystem system, Scenario scenario, MutationSet mutations) =>
        Build(system, scenario, mutations, scenario?.Faults.Plan ?? FaultPlan.None);

    /// <param name="system">Where to make the actors.</param>
    /// <param name="scenario">What to build.</param>
    /// <param name="mutations">The defects.</param>
    /// <param name="faults">What may fail; with <c>faults.swarm</c> some of it, drawn for this run.</param>
    internal static void Build(ActorSystem system, Scenario scenario, MutationSet mutations, FaultPlan faults)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(mutations);
        Surroundings surroundings = new(system.Choices, system.Work, mutations.With(scenario.Kernel.Defects))
        {
            Faults = scenario.Faults.DrawSwarm(faults, system.Choices),
        };
        if (scenario.Yardstick.Kind != YardstickKind.None)
        {
            YardstickWorld.Build(system, scenario.Yardstick);
        }
        else if (scenario.Guest.Domains > 0)
        {
            GuestWorld.Build(system, scenario, surroundings);
        }
        else if (scenario.Buffer.Importers > 0)
        {
            DmaBufWorld.Build(system, scenario, surroundings);
        }
        else if (scenario.Dma.Backend != DmaBackend.None)
        {
            BackendWorld.Build(system, scenario, surroundings);
        }
        else if (scenario.PinCaller.Pins > 0)
        {
            PinWorld.Build(system, scenario, surroundings);
        }
        else if (scenario.QueueCallers.Callers > 0)
        {
            QueueWorld.Build(system, scenario, surroundings);
        }
        else
        {
            RdmaWorld.Build(system, scenario, surroundings);
        }
    }
}
