using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A run in virtual time.</summary>
internal sealed class SimulatedRun(Scenario scenario, MutationSet mutations) : IScenarioRun
{
    /// <summary>Deliveries between two looks at the clock: a small part of a second.</summary>
    private const long StepsPerReport = 1 << 16;

    private volatile RunReport? _latest;

    public RunReport? Latest => _latest;

    public Task<RunReport> RunAsync(CancellationToken cancellation) =>
        Task.Run(() => Run(cancellation), CancellationToken.None);

    private RunReport Run(CancellationToken cancellation)
    {
        using Simulation simulation = new(scenario, mutations);
        while (!cancellation.IsCancellationRequested && simulation.Advance(StepsPerReport))
        {
            _latest = simulation.Report();
        }

        return simulation.Report();
    }
}
