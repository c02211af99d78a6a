namespace PhyrActors.Model.Tests;

public sealed class RouteCorrectnessTests
{
    [Theory]
    [InlineData(PciRouteKind.Peer, true, null)]
    [InlineData(PciRouteKind.UnsupportedRequest, true, null)]
    [InlineData(PciRouteKind.Upstream, false, null)]
    [InlineData(PciRouteKind.Upstream, true, "I-29")]
    public void A_request_to_a_peer_that_a_port_redirects_is_found(PciRouteKind route, bool isPeer, string? invariant)
    {
        Violation? violation = RouteCorrectness.OfRequest(3, new BusAddr(0x1000), route, isPeer);

        Assert.Equal(invariant, violation?.Invariant);
    }
}
