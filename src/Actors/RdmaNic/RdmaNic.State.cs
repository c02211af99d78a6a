namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class RdmaNic : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("operations in flight", _regionByOperation.Count + _peerOperations.Count),
        .. _regions.Values.OrderBy(static region => region.Number).Select(static region => StateFact.Of(
            $"region {region.Number}", $"{region.Phase}, {region.OperationsInFlight} operations in flight")),
    ];
}
