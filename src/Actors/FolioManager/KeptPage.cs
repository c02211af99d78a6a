namespace PhyrActors.Actors;

/// <summary>A page that a device may write.</summary>
/// <param name="Keeper">What keeps its mapping.</param>
/// <param name="Frame">The page.</param>
public readonly record struct KeptPage(long Keeper, Pfn Frame);
