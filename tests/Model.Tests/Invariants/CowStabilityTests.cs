namespace PhyrActors.Model.Tests;

public sealed class CowStabilityTests
{
    private static readonly VirtAddr s_page = new(0x7f00_0000_0000);

    [Fact]
    public void A_page_whose_pin_is_released_may_be_shared()
    {
        Violation? violation = CowStability.OfSharing(0, s_page, 7, unpinIsPast: true);

        Assert.Null(violation);
    }

    [Fact]
    public void A_page_that_is_pinned_may_not_be_shared()
    {
        Violation? violation = CowStability.OfSharing(0, s_page, 7, unpinIsPast: false);

        Assert.Equal(("I-20", "the release of pin 7"), (violation?.Invariant, violation?.Lacks));
    }
}
