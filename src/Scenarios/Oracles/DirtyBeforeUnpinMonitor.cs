using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-14, judged when frames are given back.</summary>
/// <remarks>Whether every write came before is I-1's matter; here a write counts however it is ordered, so that the
/// verdict hangs on no order.</remarks>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class DirtyBeforeUnpinMonitor(Reach reach) : IOracle
{
    private readonly Dictionary<long, Pfn> _written = [];

    public string Invariant => DirtyBeforeUnpin.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(AccessLanded), typeof(FramesUnpinned), typeof(RangeUnpinned)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case AccessLanded { Write: true, Domain: >= 0 } landed when reach.Last.Window is { Keeper: >= 0 } window:
                _written.TryAdd(window.Keeper, Pfn.Of(landed.Phys));
                break;
            case FramesUnpinned unpinned when _written.TryGetValue(unpinned.Pin, out Pfn frame):
                findings.Report(DirtyBeforeUnpin.OfUnpin(unpinned.Pin, frame, unpinned.Dirty));
                break;
            case RangeUnpinned unpinned:
                _written.Remove(unpinned.Pin);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
