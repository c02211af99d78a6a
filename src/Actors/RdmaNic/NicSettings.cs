namespace PhyrActors.Actors;

/// <summary>What an RDMA NIC's driver works with.</summary>
/// <param name="Requester">The device's function in the topology.</param>
/// <param name="DomainNumber">The number of its domain.</param>
/// <param name="Pinner">Pins for its process.</param>
/// <param name="Domain">Maps for it.</param>
/// <param name="Engine">Its hardware half.</param>
/// <param name="Providers">Peers whose BARs it may use.</param>
/// <param name="RelaxedOrdering">Register regions for relaxed ordering (IB_ACCESS_RELAXED_ORDERING).</param>
public sealed record NicSettings(
    int Requester,
    int DomainNumber,
    IActorRef Pinner,
    IActorRef Domain,
    IActorRef Engine,
    IReadOnlyList<IActorRef> Providers,
    bool RelaxedOrdering);
