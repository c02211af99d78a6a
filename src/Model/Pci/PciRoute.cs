namespace PhyrActors.Model;

/// <summary>Where the fabric sends a memory request.</summary>
public enum PciRouteKind
{
    /// <summary>No peer in reach claims the address, or a port redirects it: to the root complex and its
    /// IOMMU.</summary>
    Upstream = 0,

    /// <summary>Straight to a peer, past the IOMMU.</summary>
    Peer = 1,

    /// <summary>Claimed, but nobody answers: the requester gets an error.</summary>
    UnsupportedRequest = 2,
}

/// <summary>The outcome of routing one request; the endpoint is set for Peer.</summary>
public readonly record struct PciRoute(PciRouteKind Kind, PciFunction? Endpoint);
