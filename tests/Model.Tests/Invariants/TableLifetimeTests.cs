namespace PhyrActors.Model.Tests;

public sealed class TableLifetimeTests
{
    [Fact]
    public void A_table_page_may_go_after_an_invalidation_of_all_levels_is_complete()
    {
        Violation? violation = Release(RemovalStep.Completed);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(RemovalStep.None, "submitted")]
    [InlineData(RemovalStep.Cleared, "submitted")]
    [InlineData(RemovalStep.Submitted, "complete")]
    public void A_table_page_may_not_go_before(RemovalStep past, string lack)
    {
        Violation? violation = Release(past);

        Assert.EndsWith(lack, violation?.Text, StringComparison.Ordinal);
    }

    private static Violation? Release(RemovalStep past) =>
        TableLifetime.OfRelease(1, new Pfn(9), new IovaRange(new Iova(0x10000), 0x1000), past);
}
