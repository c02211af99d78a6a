namespace PhyrActors.Model;

/// <summary>A provider told a client where its BAR is on the bus.</summary>
/// <param name="Provider">The providing function.</param>
/// <param name="Client">The device that may use it.</param>
/// <param name="Request">The client's number.</param>
public sealed record PeerAddressLent(int Provider, int Client, long Request);

/// <summary>A client's device no longer uses an address that was lent.</summary>
public sealed record PeerAddressReturned(int Provider, int Client, long Request);

/// <summary>An endpoint answers no memory request any more: its command register says so.</summary>
public sealed record MemoryDecodeDisabled(int Function);

/// <summary>A provider's driver is being unbound.</summary>
public sealed record ProviderUnbinding(int Provider);

/// <summary>A provider is gone.</summary>
public sealed record ProviderUnbound(int Provider);

/// <summary>The fabric routed a request by bus address.</summary>
/// <param name="Requester">Who sent it.</param>
/// <param name="Bus">Where to.</param>
/// <param name="Route">Where it went.</param>
/// <param name="IsPeer">A BAR claims the address.</param>
public sealed record PeerRouted(int Requester, BusAddr Bus, PciRouteKind Route, bool IsPeer);
