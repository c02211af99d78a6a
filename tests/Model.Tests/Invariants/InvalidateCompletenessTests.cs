namespace PhyrActors.Model.Tests;

public sealed class InvalidateCompletenessTests
{
    private static readonly VirtAddr s_page = new(0x1000);

    [Theory]
    [InlineData(RemovalStep.None, "I-24")]
    [InlineData(RemovalStep.Cleared, "I-24")]
    [InlineData(RemovalStep.Submitted, "I-24")]
    [InlineData(RemovalStep.Completed, null)]
    public void A_notifier_returns_when_its_device_reaches_nothing(RemovalStep past, string? broken)
    {
        Violation? violation = InvalidateCompleteness.OfReturn(1, s_page, past);

        Assert.Equal(broken, violation?.Invariant);
    }

    [Fact]
    public void A_notifier_returns_after_every_access_has_landed()
    {
        Violation? violation = InvalidateCompleteness.OfReturn(1, s_page, landingsPast: false);

        Assert.Equal("I-24", violation?.Invariant);
        Assert.Null(InvalidateCompleteness.OfReturn(1, s_page, landingsPast: true));
    }

    [Fact]
    public void Nothing_is_mapped_anew_before_the_invalidation_is_over()
    {
        Violation? violation = InvalidateCompleteness.OfMap(1, s_page, isOver: false);

        Assert.Equal("I-24", violation?.Invariant);
        Assert.Null(InvalidateCompleteness.OfMap(1, s_page, isOver: true));
    }
}
