namespace PhyrActors.Actors;

/// <summary>A unit and what is attached to it.</summary>
/// <param name="Unit">The unit's number.</param>
/// <param name="IotlbEntries">Entries of the IOTLB.</param>
/// <param name="IotlbWays">Its associativity.</param>
/// <param name="Drains">An invalidation wait completes only when accesses translated before it have landed
/// (<c>iommu.drain</c>).</param>
public sealed record IommuSettings(int Unit, int IotlbEntries, int IotlbWays, bool Drains);

/// <summary>The domain that a requester's context entry names.</summary>
/// <param name="Requester">The device's number.</param>
/// <param name="Domain">The domain's number.</param>
/// <param name="Table">The actor that holds the domain's table.</param>
/// <param name="Root">The table's root frame.</param>
public sealed record ContextEntry(int Requester, int Domain, IActorRef Table, Pfn Root);
