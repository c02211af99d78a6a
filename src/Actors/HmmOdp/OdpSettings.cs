namespace PhyrActors.Actors;

/// <summary>What a driver of regions on demand works with.</summary>
/// <param name="Requester">The device's function in the topology.</param>
/// <param name="DomainNumber">The number of its domain.</param>
/// <param name="FaultBatchPages">Pages of 4 KiB that one message looks up.</param>
/// <param name="AddressSpace">Whose memory it mirrors.</param>
/// <param name="Folios">Where pages are marked dirty.</param>
/// <param name="Domain">Maps for it.</param>
/// <param name="Engine">Its hardware half.</param>
public sealed record OdpSettings(
    int Requester,
    int DomainNumber,
    int FaultBatchPages,
    IActorRef AddressSpace,
    IActorRef Folios,
    IActorRef Domain,
    IActorRef Engine);
