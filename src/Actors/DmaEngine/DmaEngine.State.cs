namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class DmaEngine : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("keys", string.Join(' ', _keys.Keys.Order())),
        StateFact.Of("reads in flight", _reads.Count),
        StateFact.Of("operations piece by piece", _piecewise.Count),
        StateFact.Of("device TLB entries", _cache?.Count ?? 0),
        StateFact.Of("gone", _gone),
    ];
}
