namespace PhyrActors.Model.Tests;

public sealed class ProviderLifetimeTests
{
    [Fact]
    public void A_bar_that_nobody_uses_any_more_may_go()
    {
        Violation? violation = ProviderLifetime.OfEnd(4, held: 0, returnsPast: true);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void A_bar_that_goes_before_an_address_is_back_is_found(long held, bool returnsPast)
    {
        Violation? violation = ProviderLifetime.OfEnd(4, held, returnsPast);

        Assert.Equal("I-26", violation?.Invariant);
    }
}
