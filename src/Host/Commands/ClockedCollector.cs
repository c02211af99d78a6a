using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Judges a run on real threads step by step, with its clocks: ordered invariants too, so that an order counts
/// as wrong that this run had right by luck.</summary>
/// <remarks>One step at a time: under its lock steps come in an order in which causes are first. No monitor of a
/// scenario keeps state that steps share, and so none joins clocks. Until something is found it keeps what it takes to
/// run it all again.</remarks>
internal sealed class ClockedCollector : IStepSink
{
    private readonly Lock _gate = new();
    private readonly MonitorSet _monitors = new();
    private readonly RunStatistics _statistics = new();
    private readonly IProgramRun _run;
    private readonly int _deliveriesMax;
    private readonly List<int> _deliveries = [];
    private StepRecorder? _recorder = new();
    private bool _judged;

    /// <param name="scenario">What is run.</param>
    /// <param name="deliveriesMax">Deliveries of one actor beyond which nothing is kept.</param>
    public ClockedCollector(Scenario scenario, int deliveriesMax)
    {
        _deliveriesMax = deliveriesMax;
        _run = ScenarioProgram.Watch(scenario, _statistics);
        _monitors.Attach(_run.Monitors);
    }

    /// <summary>All steps up to the first finding, in an order in which they may have come; null when there were too
    /// many. Read it once something was found.</summary>
    public Recording? Recording => _recorder?.Recording;

    public void OnWorldChoice(StepChoice choice)
    {
        lock (_gate)
        {
            _recorder?.OnChoice(choice.Site, choice.Count, choice.Chosen);
        }
    }

    public void OnStep(
        in StepView step, in Stamp stamp, IReadOnlyList<object> events, IReadOnlyList<StepChoice> choices)
    {
        lock (_gate)
        {
            Record(step, choices);
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

    /// <summary>A run that has found something is kept as it was then: others read it.</summary>
    private void Record(in StepView step, IReadOnlyList<StepChoice> choices)
    {
        if (_recorder is null || _monitors.FindingsTotal > 0 || step.ReceiverType == typeof(LogForwarder))
        {
            return;
        }

        while (_deliveries.Count <= step.Serial)
        {
            _deliveries.Add(0);
        }

        if (++_deliveries[step.Serial] > _deliveriesMax)
        {
            _recorder = null;
            return;
        }

        _recorder.OnStep(step);
        for (int i = 0; i < choices.Count; i++)
        {
            _recorder.OnChoice(choices[i].Site, choices[i].Count, choices[i].Chosen);
        }
    }
}
