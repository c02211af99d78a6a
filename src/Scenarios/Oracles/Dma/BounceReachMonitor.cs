using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-40 behind a domain, judged when a slot goes back: no device reaches it any more.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class BounceReachMonitor(Reach reach) : IOracle
{
    // The windows are those of the life that links the slot: its IOVA may have the next one before the slot is back.
    private readonly Dictionary<PhysAddr, (BounceLinked Link, List<ReachWindow> Windows)> _linked = [];

    public string Invariant => BounceLifetime.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(BounceLinked), typeof(BounceReleased)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case BounceLinked linked:
                OnLinked(linked);
                break;
            case BounceReleased released when _linked.Remove(
                released.Slot.Address, out (BounceLinked Link, List<ReachWindow> Windows) taken):
                OnReleased(taken.Link, taken.Windows, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnLinked(BounceLinked linked)
    {
        List<ReachWindow> windows = [];
        reach.DomainOf(linked.Domain).AddOverlapping(
            Pages.First(linked.Start), Pages.End(linked.Start, linked.Slot.LengthBytes), windows);
        windows.RemoveAll(static window => window.IsFinished);
        _linked[linked.Slot.Address] = (linked, windows);
    }

    private static void OnReleased(
        BounceLinked linked, List<ReachWindow> windows, in Stamp stamp, IFindings findings)
    {
        ulong first = Pages.First(linked.Start);
        ulong end = Pages.End(linked.Start, linked.Slot.LengthBytes);
        foreach (ReachWindow window in windows)
        {
            RemovalStep step = window.StepIn(first, end, stamp, out IovaRange worst, out Epoch missing);
            findings.Report(BounceLifetime.OfReach(linked.Slot, linked.Domain, worst, step), missing);
        }
    }
}
