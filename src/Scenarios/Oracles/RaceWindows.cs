using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Counts how often the races that oracles guard against had their chance.</summary>
/// <remarks>Finds nothing: what a run did, in its own order, is all that coverage asks.</remarks>
public sealed class RaceWindows : IMonitor
{
    private readonly HashSet<long> _beingPinned = [];

    public string Invariant => "race-windows";

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(FramesPinned), typeof(RangePinned), typeof(PinRefusedEvent), typeof(ForkBegan), typeof(TeardownBegan),
        typeof(LookUpRetried),
    ];

    /// <summary>A fork begins while a pin holds some of its frames and has not read the rest.</summary>
    public Sometimes ForkBetweenPinBatches { get; } = new("fork between two pin batches");

    /// <summary>A driver begins to give a region up while operations on it are not complete.</summary>
    public Sometimes AccessDuringTeardown { get; } = new("access in flight while its region is torn down");

    /// <summary>A notifier is told of an invalidation while its driver looks pages up for a device.</summary>
    public Sometimes InvalidationDuringFault { get; } = new("invalidation while a page fault is resolved");

    public IReadOnlyList<Sometimes> All => [ForkBetweenPinBatches, AccessDuringTeardown, InvalidationDuringFault];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case FramesPinned pinned:
                _beingPinned.Add(pinned.Pin);
                break;
            case RangePinned pinned:
                _beingPinned.Remove(pinned.Pin);
                break;
            case PinRefusedEvent refused:
                _beingPinned.Remove(refused.Pin);
                break;
            case ForkBegan when _beingPinned.Count > 0:
                ForkBetweenPinBatches.Reach();
                break;
            case TeardownBegan { AccessesInFlight: > 0 }:
                AccessDuringTeardown.Reach();
                break;
            case LookUpRetried:
                InvalidationDuringFault.Reach();
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
