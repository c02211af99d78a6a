namespace PhyrActors.Model;

/// <summary>I-29: a device uses a peer's bus address only while no port on the way redirects it to the root
/// complex.</summary>
public static class RouteCorrectness
{
    public const string Id = "I-29";

    /// <summary>Judges a request by bus address as it is routed.</summary>
    public static Violation? OfRequest(int requester, BusAddr bus, PciRouteKind route, bool isPeer) =>
        isPeer && route == PciRouteKind.Upstream
            ? new Violation(Id, $"function {requester} sent a request to {bus} of a peer, and a port redirected it")
            : null;
}
