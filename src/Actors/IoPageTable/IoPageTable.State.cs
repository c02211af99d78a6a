namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class IoPageTable : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("table pages", _table.TablePages),
        StateFact.Of("frames", _frames.IsHeld ? "held" : "free"),
        StateFact.Of("waiting for frames", _waitingForFrames is not null),
    ];
}
