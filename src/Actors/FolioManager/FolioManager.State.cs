namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class FolioManager : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("folios", _folios.LiveFolios),
        StateFact.Of("pins taken", _folios.NrFollPinAcquired),
        StateFact.Of("pins released", _folios.NrFollPinReleased),
        StateFact.Of(FolioManagerProtocol.FreeFramesFact, _folios.FreeFrames),
        StateFact.Of("moving", _moving.Count),
        StateFact.Of("waiting for memory", _handovers.Count),
    ];
}
