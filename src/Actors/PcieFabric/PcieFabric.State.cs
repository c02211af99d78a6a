namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class PcieFabric : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("requests on their way", _requests.Count),
        StateFact.Of("translations asked", _translations.Count),
        StateFact.Of("absent", string.Join(' ', _absent)),
    ];
}
