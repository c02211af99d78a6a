namespace PhyrActors.Model;

/// <summary>A fault was injected: a choice that was not the plain one, or the going on of a burst.</summary>
/// <param name="Site">Where.</param>
/// <param name="Fate">In which of the site's ways, from 1.</param>
/// <param name="Actor">The name of the actor.</param>
public sealed record FaultInjected(FaultSite Site, int Fate, string Actor);
