namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class VfioType1 : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("mappings", _dmas.Count),
        StateFact.Of("iommu->lock", _lock.IsHeld ? "held" : "free"),
        StateFact.Of("locked_vm, pages", _settings.Account.PinnedPages),
        StateFact.Of("regions without a sync", _unsynced.Count),
    ];
}
