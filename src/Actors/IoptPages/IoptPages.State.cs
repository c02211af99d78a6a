namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class IoptPages : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("domains", _areas.Count),
        StateFact.Of("accesses", _accesses.Count),
        StateFact.Of("pages->mutex", _mutex.IsHeld ? "held" : "free"),
        StateFact.Of("pinned pages", _range is null ? 0 : Pages),
    ];
}
