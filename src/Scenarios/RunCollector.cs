using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Messages of <see cref="RunCollector"/>.</summary>
public static class RunCollectorProtocol
{
    /// <summary>Asks for the figures so far; answered by <see cref="Collected"/>.</summary>
    /// <param name="AtRest">Nothing is left to deliver: the final state is judged first.</param>
    public sealed record Collect(bool AtRest);

    public sealed record Collected(
        RunSummary Summary,
        IReadOnlyList<Finding> Findings,
        long FindingsTotal,
        IReadOnlyList<Sometimes> Windows,
        long Events,
        long Checks);
}

/// <summary>Gathers the events of a run on real threads and judges what needs no clock: local and final
/// invariants.</summary>
/// <remarks>Subscribe it to <see cref="object"/> before the world is built.</remarks>
public sealed class RunCollector : ReceiveActor
{
    private readonly MonitorSet _monitors = new();
    private readonly RunStatistics _statistics = new();
    private readonly RaceWindows _windows = new();
    private bool _judged;

    public RunCollector()
    {
        _monitors.Attach([.. OracleList.Of(InvariantKind.Local | InvariantKind.Final, []), _windows, _statistics]);
        Receive<RunCollectorProtocol.Collect>(OnCollect);
        ReceiveAny(OnEvent);
    }

    private void OnEvent(object @event)
    {
        long now = Context.System.Scheduler.MonotonicClock.Ticks * 100;
        StepView step = default(StepView) with
        {
            Receiver = Self,
            ReceiverType = typeof(RunCollector),
            Message = @event,
        };
        _monitors.OnPublished(step, new Stamp(default, [], now), @event);
    }

    private void OnCollect(RunCollectorProtocol.Collect collect)
    {
        if (collect.AtRest && !_judged)
        {
            _judged = true;
            _monitors.AtQuiescence();
        }

        Sender.Tell(new RunCollectorProtocol.Collected(
            _statistics.Summary,
            [.. _monitors.Findings],
            _monitors.FindingsTotal,
            _windows.All,
            _monitors.Events,
            _monitors.Checks));
    }
}
