namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class Iommu : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("queue", $"{_descriptors.Count} descriptors, tail {_tail}"),
        StateFact.Of("executing", _executing),
        StateFact.Of("stopped", _stopped),
        StateFact.Of("IOTLB entries", _iotlb.Count),
        StateFact.Of("paging-structure entries", _tables.Count),
        StateFact.Of("walks", _walks.Count(static walk => walk is not null)),
        StateFact.Of("next wait", _inFlight.NextWait is { } wait ? $"slot {wait.Slot}" : "none"),
    ];
}
