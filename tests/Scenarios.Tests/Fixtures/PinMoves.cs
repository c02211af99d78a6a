using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Counts the moves of pages to other addresses in a run, and those that came while a range was
/// pinned.</summary>
internal sealed class PinMoves : IMonitor
{
    private readonly HashSet<long> _pinned = [];

    public string Invariant => "moves";

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(EntriesMoved), typeof(UserfaultMoved), typeof(RangePinned), typeof(FramesUnpinned)];

    public Sometimes ByMremapWhilePinned { get; } = new("mremap moves a page while a range is pinned");

    public Sometimes ByUserfault { get; } = new("userfaultfd moves a page");

    public IReadOnlyList<Sometimes> All => [ByMremapWhilePinned, ByUserfault];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case RangePinned pinned:
                _pinned.Add(pinned.Pin);
                break;
            case FramesUnpinned unpinned:
                _pinned.Remove(unpinned.Pin);
                break;
            case EntriesMoved when _pinned.Count > 0:
                ByMremapWhilePinned.Reach();
                break;
            case UserfaultMoved:
                ByUserfault.Reach();
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
