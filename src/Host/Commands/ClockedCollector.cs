using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Judges a run on real threads step by step, with its clocks: ordered invariants too, so that an order counts
/// as wrong that this run had right by luck.</summary>
/// <remarks>One step at a time: under its lock steps come in an order in which causes are first. No monitor of a scenario
/// keeps state that steps share, and so none joins clocks.</remarks>
internal sealed class ClockedCollector : IStepSink
{
    private readonly Lock _gate = new();
    private readonly MonitorSet _monitors = new();
    private readonly RunStatistics _statistics = new();
    private readonly IProgramRun _run;
    private bool _judged;

    public ClockedCollector(Scenario scenario)
    {
        _run = ScenarioProgram.Watch(scenario, _statistics);
        _monitors.Attach(_run.Monitors);
    }

    public void OnStep(in StepView step, in Stamp stamp, IReadOnlyList<object> events)
    {
        lock (_gate)
        {
            _monitors.OnStep(step);
            for (int i = 0; i < events.Count; i++)
            {
                _monitors.OnPublished(step, stamp, events[i]);
            }
        }
    }

    /// <summary>The figures so far.</summary>
    /// <param name="atRest">Nothing is left to deliver: the final state is judged first.</param>
    public RunCollectorProtocol.Collected Collect(bool atRest)
    {
        lock (_gate)
        {
            if (atRest && !_judged)
            {
                _judged = true;
                _monitors.AtQuiescence();
            }

            return new RunCollectorProtocol.Collected(
                _statistics.Summary,
                [.. _monitors.Findings],
                _monitors.FindingsTotal,
                _run.Windows,
                _monitors.Events,
                _monitors.Checks);
        }
    }
}
