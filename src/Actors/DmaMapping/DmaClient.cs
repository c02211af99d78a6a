namespace PhyrActors.Actors;

/// <summary>A device that maps, and its domain if it has one.</summary>
/// <param name="Device">The device.</param>
/// <param name="Domain">Its domain; nobody for a device without.</param>
/// <param name="DomainNumber">The domain's number; -1 for none.</param>
public sealed record DmaClient(DmaDevice Device, IActorRef Domain, int DomainNumber = -1)
{
    /// <summary>What its driver calls where a domain maps.</summary>
    public DmaApi Api { get; init; }

    /// <summary>A device that sends bus addresses.</summary>
    public static DmaClient Of(DmaDevice device) => new(device, ActorRefs.Nobody);
}
