using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-4, judged when IOVA is freed and when table pages are released.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class UnmapOrderMonitor(Reach reach) : IOracle
{
    private readonly List<ReachWindow> _freed = [];

    public string Invariant => UnmapOrder.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(IovaFreed), typeof(TablesReleased)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case IovaFreed freed:
                OnFreed(freed, stamp, findings);
                break;
            case TablesReleased tables:
                (long released, long invalidated) = reach.DomainOf(tables.Domain).ReleaseTables(tables.Count, stamp);
                findings.Report(UnmapOrder.OfTables(tables.Domain, released, invalidated));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnFreed(IovaFreed freed, in Stamp stamp, IFindings findings)
    {
        (ulong first, ulong end) = (Pages.First(freed.Start), Pages.End(freed.Start, freed.LengthBytes));
        _freed.Clear();
        reach.DomainOf(freed.Domain).AddOverlapping(first, end, _freed);
        foreach (ReachWindow window in _freed)
        {
            RemovalStep step = window.StepIn(first, end, stamp, out IovaRange worst, out Epoch missing);
            findings.Report(UnmapOrder.OfIova(freed.Domain, worst, step), missing);
        }
    }
}
