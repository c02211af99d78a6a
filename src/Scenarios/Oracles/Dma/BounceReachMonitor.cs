using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-40 behind a domain, judged when a slot goes back: no device reaches it any more.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class BounceReachMonitor(Reach reach) : IOracle
{
    private readonly Dictionary<PhysAddr, BounceLinked> _linked = [];
    private readonly List<ReachWindow> _windows = [];

    public string Invariant => BounceLifetime.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(BounceLinked), typeof(BounceReleased)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case BounceLinked linked:
                _linked[linked.Slot.Address] = linked;
                break;
            case BounceReleased released when _linked.Remove(released.Slot.Address, out BounceLinked? linked):
                OnReleased(linked, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnReleased(BounceLinked linked, in Stamp stamp, IFindings findings)
    {
        ulong first = Pages.First(linked.Start);
        ulong end = Pages.End(linked.Start, linked.Slot.LengthBytes);
        _windows.Clear();
        reach.DomainOf(linked.Domain).AddOverlapping(first, end, _windows);
        foreach (ReachWindow window in _windows)
        {
            RemovalStep step = window.StepIn(first, end, stamp, out IovaRange worst, out Epoch missing);
            findings.Report(BounceLifetime.OfReach(linked.Slot, linked.Domain, worst, step), missing);
        }
    }
}
