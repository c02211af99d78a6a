namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class IommuDomain : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("type", _type),
        StateFact.Of("cache_lock", _cacheLock.IsHeld ? "held" : "free"),
        StateFact.Of("open batch", $"{_batch.Number}: {_batch.Members.Count} requests"),
        StateFact.Of("submitted batch", _submitted is { } submitted ? $"{submitted.Number}" : "none"),
        .. _states.Values.OrderBy(static state => state.Address).Select(static state => StateFact.Of(
            $"window {state.Address}",
            $"{state.State.Phase}, {state.State.LinkedBytes} bytes linked{(state.Busy ? ", busy" : string.Empty)}")),
    ];
}
