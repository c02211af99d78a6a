using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-38, judged when a map returns an error.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class FailedMapGivesNothingMonitor(Reach reach) : IOracle
{
    private readonly HashSet<(int Domain, Iova Start)> _taken = [];
    private readonly List<ReachWindow> _windows = [];

    public string Invariant => FailedMapGivesNothing.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(IovaAllocated), typeof(IovaFreed), typeof(MapFailed)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case IovaAllocated allocated:
                _taken.Add((allocated.Domain, allocated.Start));
                break;
            case IovaFreed freed:
                _taken.Remove((freed.Domain, freed.Start));
                break;
            case MapFailed failed:
                OnFailed(failed, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnFailed(MapFailed failed, in Stamp stamp, IFindings findings)
    {
        (ulong first, ulong end) = (Pages.First(failed.Start), Pages.End(failed.Start, failed.LengthBytes));
        RemovalStep least = RemovalStep.Completed;
        _windows.Clear();
        reach.DomainOf(failed.Domain).AddOverlapping(first, end, _windows);
        foreach (ReachWindow window in _windows)
        {
            RemovalStep step = window.StepIn(first, end, stamp, out _, out _);
            least = step < least ? step : least;
        }

        findings.Report(FailedMapGivesNothing.OfFailure(
            failed.Domain,
            new IovaRange(failed.Start, failed.LengthBytes),
            !_taken.Contains((failed.Domain, failed.Start)),
            least));
    }
}
