namespace PhyrActors.Actors;

/// <summary>A unit and what is attached to it.</summary>
/// <param name="Unit">The unit's number.</param>
/// <param name="IotlbEntries">Entries of the IOTLB.</param>
/// <param name="IotlbWays">Its associativity.</param>
/// <param name="Drains">An invalidation wait completes only when accesses translated before it have landed
/// (<c>iommu.drain</c>).</param>
/// <param name="CachesNotPresent">Caching mode: entries that a walk finds absent are cached as well.</param>
/// <param name="RingLength">Slots of its invalidation queue.</param>
public sealed record IommuSettings(
    int Unit,
    int IotlbEntries,
    int IotlbWays,
    bool Drains,
    bool CachesNotPresent = false,
    int RingLength = InvalidationQueue.LengthDefault);

/// <summary>The domain that a requester's context entry names.</summary>
/// <param name="Requester">The device's number.</param>
/// <param name="Domain">The domain's number.</param>
/// <param name="Table">The actor that holds the domain's table.</param>
/// <param name="Root">The table's root frame.</param>
/// <param name="Passthrough">Addresses are physical: no table is asked.</param>
public sealed record ContextEntry(
    int Requester, int Domain, IActorRef Table, Pfn Root, bool Passthrough = false);
