namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class IommuDriver : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("queue", $"tail {_queue.Tail}, {_queue.FreeCount} of {_queue.Length} free"),
        StateFact.Of("waiting to submit", _pending.Count),
        StateFact.Of("submissions under way", _underWay.Count),
        StateFact.Of("devices gone", string.Join(' ', _gone)),
        StateFact.Of("fault", _fault is null ? "none" : "raised"),
    ];
}
