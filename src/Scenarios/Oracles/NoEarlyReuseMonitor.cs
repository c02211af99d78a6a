using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-8, judged when IOVA is handed out.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class NoEarlyReuseMonitor(Reach reach) : IOracle
{
    private readonly List<ReachWindow> _earlier = [];

    public string Invariant => NoEarlyReuse.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(IovaAllocated)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is not IovaAllocated allocated)
        {
            return;
        }

        ulong first = Pages.First(allocated.Start);
        ulong end = Pages.End(allocated.Start, allocated.LengthBytes);
        _earlier.Clear();
        reach.DomainOf(allocated.Domain).AddOverlapping(first, end, _earlier);
        foreach (ReachWindow window in _earlier)
        {
            RemovalStep step = window.StepIn(first, end, stamp, out IovaRange worst, out Epoch missing);
            findings.Report(NoEarlyReuse.OfAllocation(allocated.Domain, worst, step), missing);
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
