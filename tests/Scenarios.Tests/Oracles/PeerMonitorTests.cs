using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>The rules of peers (I-26, I-29, I-31) on runs written down event by event.</summary>
public sealed class PeerMonitorTests
{
    private const int Provider = 1;
    private const int Nic = 2;
    private const int Fabric = 3;
    private const int Function = 4;

    private readonly History _history = History.OfOracles();

    [Fact]
    public void A_bar_that_goes_after_every_address_is_back_is_right()
    {
        Step returned = Return(Lend());

        _history.At(Fabric, new MemoryDecodeDisabled(Function), returned);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_bar_that_goes_while_an_address_is_held_is_found()
    {
        Step lent = Lend();

        _history.At(Fabric, new MemoryDecodeDisabled(Function), lent);

        Assert.Equal("I-26", _history.Broken);
    }

    [Fact]
    public void A_bar_that_goes_without_knowing_that_an_address_is_back_is_found()
    {
        Step returned = Return(Lend());

        _history.At(Fabric, new MemoryDecodeDisabled(Function));

        Assert.Equal(("I-26", returned.Here), (_history.Broken, _history.Findings[0].Missing));
    }

    [Fact]
    public void A_request_that_a_port_redirects_is_found()
    {
        _history.At(Fabric, new PeerRouted(3, new BusAddr(0x1000), PciRouteKind.Upstream, IsPeer: true));

        Assert.Equal("I-29", _history.Broken);
    }

    [Fact]
    public void An_unbinding_that_ends_is_right()
    {
        _history.At(Provider, new ProviderUnbinding(Function));
        _history.At(Provider, new ProviderUnbound(Function));

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void An_unbinding_that_does_not_end_is_found()
    {
        _history.At(Provider, new ProviderUnbinding(Function));

        Assert.Equal("I-31", _history.End().Broken);
    }

    private Step Lend() => _history.At(Provider, new PeerAddressLent(Function, 3, 1));

    private Step Return(Step lent) => _history.At(Nic, new PeerAddressReturned(Function, 3, 1), lent);
}
