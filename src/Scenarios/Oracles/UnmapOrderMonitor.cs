using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-4, judged when IOVA is freed; the releases of pins are judged by I-1.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class UnmapOrderMonitor(Reach reach) : IOracle
{
    private readonly List<ReachWindow> _freed = [];

    public string Invariant => UnmapOrder.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(IovaFreed)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is not IovaFreed freed)
        {
            return;
        }

        (ulong first, ulong end) = (Pages.First(freed.Start), Pages.End(freed.Start, freed.LengthBytes));
        _freed.Clear();
        reach.DomainOf(freed.Domain).AddOverlapping(first, end, _freed);
        foreach (ReachWindow window in _freed)
        {
            RemovalStep step = window.StepIn(first, end, stamp, out IovaRange worst, out Epoch missing);
            findings.Report(UnmapOrder.OfIova(freed.Domain, worst, step), missing);
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
