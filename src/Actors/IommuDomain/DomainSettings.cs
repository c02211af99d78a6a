namespace PhyrActors.Actors;

/// <summary>How a domain works.</summary>
/// <param name="Number">The domain's number, as the unit tags its caches with it.</param>
/// <param name="ApertureLast">The last IOVA, inclusive.</param>
/// <param name="SyncsMap">The unit reports caching mode: new entries need an invalidation before use.</param>
/// <param name="LinkBatchChunks">Chunks that one message writes (<c>link.batch</c>).</param>
/// <param name="BatchMax">Ranges that close a batch of invalidations at once.</param>
/// <param name="BatchWindow">How long a batch stays open for more, or zero: until its own message comes back.</param>
public sealed record DomainSettings(
    int Number, Iova ApertureLast, bool SyncsMap, int LinkBatchChunks, int BatchMax, TimeSpan BatchWindow);
