using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A run in virtual time.</summary>
/// <param name="scenario">What to run.</param>
/// <param name="mutations">The defects that are put in.</param>
/// <param name="interval">Virtual time between two samples of what is held; null: none are taken.</param>
internal sealed class SimulatedRun(Scenario scenario, MutationSet mutations, TimeSpan? interval = null) : IScenarioRun
{
    /// <summary>Deliveries between two looks at the clock: a small part of a second.</summary>
    private const long StepsPerReport = 1 << 16;

    private readonly List<HeldSample> _samples = [];
    private volatile RunReport? _latest;

    public RunReport? Latest => _latest;

    /// <summary>What was held; complete when the run has ended.</summary>
    public IReadOnlyList<HeldSample> Samples => _samples;

    public Task<RunReport> RunAsync(CancellationToken cancellation) =>
        Task.Run(() => Run(cancellation), CancellationToken.None);

    private RunReport Run(CancellationToken cancellation)
    {
        using Simulation simulation = new(scenario, mutations);
        TimeSpan next = interval ?? TimeSpan.MaxValue;
        while (!cancellation.IsCancellationRequested && simulation.Advance(StepsPerReport, next, out bool isReached))
        {
            _latest = simulation.Report();
            if (isReached)
            {
                _samples.Add(HeldSample.Take(simulation, next));
                next += interval!.Value;
            }
        }

        if (interval is not null)
        {
            _samples.Add(HeldSample.Take(simulation, TimeSpan.FromSeconds(simulation.Report().VirtualSeconds)));
        }

        return simulation.Report();
    }
}
