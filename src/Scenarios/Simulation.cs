using System.Globalization;
using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>One run of a scenario in virtual time, in the order of its costs.</summary>
public sealed class Simulation : IDisposable
{
    private readonly Scenario _scenario;
    private readonly ControlledSystem _system;
    private readonly MonitorSet _monitors = new();
    private readonly RunStatistics _statistics = new();
    private readonly ScenarioRun _run;
    private RunEnd? _end;
    private Finding[] _unfinished = [];

    /// <param name="scenario">What to run.</param>
    /// <param name="mutations">The defects that are put in.</param>
    /// <param name="beside">Sees every step as well; may be null.</param>
    /// <param name="pool">Where the system borrows its parts; null: it makes them.</param>
    public Simulation(
        Scenario scenario, MutationSet mutations, IStepObserver? beside = null, ControlledPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        _scenario = scenario;
        _run = new ScenarioRun(scenario, _statistics);
        _monitors.Attach(_run.Monitors);
        _system = new ControlledSystem(scenario.Name, new ControlledSettings
        {
            Seed = scenario.Seed,
            Costs = new CostTable(scenario.Config, scenario.Seed),
            Observer = beside is null ? _monitors : new ObserverPair(_monitors, beside),
            Pool = pool,
        });
        ScenarioWorld.Build(_system, scenario, mutations);
    }

    /// <summary>Delivers up to <paramref name="steps"/> more messages; false when the run is over.</summary>
    public bool Advance(long steps) => Advance(steps, TimeSpan.MaxValue, out _);

    /// <summary>The same, but nothing that comes after a time.</summary>
    /// <param name="steps">How many more at most.</param>
    /// <param name="time">Virtual time from the start.</param>
    /// <param name="isReached">Whether nothing is left to deliver until then.</param>
    public bool Advance(long steps, TimeSpan time, out bool isReached)
    {
        isReached = false;
        if (_end is not null)
        {
            return false;
        }

        long until = Math.Min(_system.Steps + steps, _scenario.Limits.StepsMax);
        long nanoseconds = time == TimeSpan.MaxValue ? long.MaxValue : time.Ticks * TimeSpan.NanosecondsPerTick;
        RunEnd end = _system.Run(until, nanoseconds);
        isReached = end == RunEnd.TimeLimit;
        if (isReached || (end == RunEnd.StepLimit && until < _scenario.Limits.StepsMax))
        {
            return true;
        }

        _end = end;
        if (end == RunEnd.Quiescent)
        {
            _monitors.AtQuiescence();
        }
        else
        {
            // What is not at rest has no final state to judge.
            string why = _system.FindCycle() is { } cycle ? $"; {cycle}" : string.Empty;
            string text = $"not at rest after {_system.Steps} steps: limits.steps{why}";
            _unfinished = [new Finding(FindingKinds.NoProgress, text, _system.Steps, string.Empty, string.Empty, null)];
        }

        return false;
    }

    /// <summary>What waits to be delivered.</summary>
    public IReadOnlyList<WaitingMessages> Waiting() => _system.Waiting();

    /// <summary>What the latest steps of a run that reached its limit have in common, or null.</summary>
    public MessageCycle? FindCycle() => _system.FindCycle();

    /// <summary>What is held now.</summary>
    /// <param name="at">The virtual time that it counts for.</param>
    public RunSample Sample(TimeSpan at)
    {
        RunSummary summary = _statistics.Summary;
        return new RunSample(
            at, summary.Pins.PinnedBytes, summary.Pins.Now, summary.Maps.LiveWindows, FreeFrames());
    }

    /// <summary>What the run did so far.</summary>
    public RunReport Report()
    {
        IReadOnlyList<KeyValuePair<string, long>> deliveries = RunReport.ByClass(_system.DeliveriesByActor());
        return new RunReport
        {
            Scenario = _scenario.Name,
            Seed = _scenario.Seed,
            Summary = _statistics.Summary,
            Findings = [.. _monitors.Findings, .. _unfinished],
            FindingsTotal = _monitors.FindingsTotal + _unfinished.Length,
            Windows = _run.Windows,
            Broken = RunReport.BrokenPromises(_scenario, _run.Windows),
            Deliveries = deliveries.Sum(actor => actor.Value),
            DeliveriesByActor = deliveries,
            Events = _monitors.Events,
            Checks = _monitors.Checks,
            VirtualSeconds = _system.TimeNanoseconds / 1e9,
            Hash = _system.Hash,
            Over = _end is not null,
        };
    }

    public void Dispose() => _system.Dispose();

    private long FreeFrames() => _system.DeliveriesByActor()
        .Where(static actor => actor.Type == typeof(FolioManager))
        .SelectMany(static actor => ControlledSystem.StateOf(actor.Actor)?.State ?? [])
        .Where(static fact => fact.Name == FolioManagerProtocol.FreeFramesFact)
        .Sum(static fact => long.Parse(fact.Value, CultureInfo.InvariantCulture));
}
