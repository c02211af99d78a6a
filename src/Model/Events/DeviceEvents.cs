namespace PhyrActors.Model;

/// <summary>Bytes of an access reached memory, or were read from it.</summary>
/// <param name="Requester">The device's number.</param>
/// <param name="Domain">The domain that translated it; -1 for a bus address.</param>
/// <param name="Iova">What the device sent, when it was translated.</param>
/// <param name="Phys">Where it landed.</param>
/// <param name="LengthBytes">How much.</param>
/// <param name="Write">Whether the device wrote.</param>
public sealed record AccessLanded(
    int Requester, int Domain, Iova Iova, PhysAddr Phys, ulong LengthBytes, bool Write);

/// <summary>A device that only its driver drives began an access to what it was told of.</summary>
/// <param name="Device">The device.</param>
/// <param name="Start">The device address.</param>
/// <param name="LengthBytes">How much.</param>
public sealed record AccessIssued(int Device, ulong Start, ulong LengthBytes);

/// <summary>A driver told a device of an address: the doorbell of its mapping.</summary>
public sealed record AddressPosted(int Requester, int Domain, Iova Start, ulong LengthBytes);

/// <summary>A device confirmed that it forgot an address.</summary>
public sealed record AddressRevoked(int Requester, int Domain, Iova Start, ulong LengthBytes);

/// <summary>A driver began to give a region up.</summary>
/// <param name="Region">The region.</param>
/// <param name="AccessesInFlight">Operations on it that had not completed.</param>
public sealed record TeardownBegan(long Region, int AccessesInFlight);

/// <summary>A driver gave a region up.</summary>
public sealed record TeardownEnded(long Region);

/// <summary>A region can be used.</summary>
public sealed record RegionRegistered(long Region, ulong LengthBytes);

/// <summary>A region could not be registered; everything taken for it was given back.</summary>
public sealed record RegistrationRefused(long Region, Errno Errno);

/// <summary>A region could not be unmapped: it stays pinned for good, as a device may still reach it.</summary>
public sealed record RegionAbandoned(long Region, Errno Errno);

/// <summary>A driver sent an operation to its device.</summary>
public sealed record OperationPosted(long Operation, bool Write, bool Peer);

/// <summary>A driver saw an operation's completion.</summary>
public sealed record OperationCompleted(long Operation, Errno Errno);

/// <summary>A provider refused to map its BAR for a client.</summary>
public sealed record PeerMappingRefused(int Provider, int Client, Errno Errno);
