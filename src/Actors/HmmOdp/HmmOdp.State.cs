namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class HmmOdp : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("operations in flight", _byOperation.Count),
        StateFact.Of("faults", _faults.Count),
        .. _regions.Values.OrderBy(static region => region.Number).Select(static region => StateFact.Of(
            $"region {region.Number}", $"{region.Phase}, sequence {region.Sequence}, {region.Pages.Count} pages")),
    ];
}
