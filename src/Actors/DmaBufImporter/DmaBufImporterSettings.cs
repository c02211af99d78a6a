namespace PhyrActors.Actors;

/// <summary>An importer of a dma-buf, and what its device does there.</summary>
/// <param name="Requester">The device's function in the topology.</param>
/// <param name="DomainNumber">The number of its domain.</param>
/// <param name="Exporter">The function whose memory it is.</param>
/// <param name="Buffer">The dma-buf.</param>
/// <param name="BufferBytes">Its length.</param>
/// <param name="Engine">The device's hardware.</param>
/// <param name="Interval">Time between two accesses.</param>
/// <param name="AccessBytes">The length of one; at most that of the buffer.</param>
/// <param name="Lifetime">When it gives the buffer up.</param>
public sealed record DmaBufImporterSettings(
    int Requester,
    int DomainNumber,
    int Exporter,
    IActorRef Buffer,
    ulong BufferBytes,
    IActorRef Engine,
    TimeSpan Interval,
    ulong AccessBytes,
    TimeSpan Lifetime)
{
    /// <summary>Its driver has an invalidate_mappings operation; without one it never unmaps.</summary>
    public bool IsRevocable { get; init; } = true;
}
