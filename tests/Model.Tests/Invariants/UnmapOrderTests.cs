namespace PhyrActors.Model.Tests;

public sealed class UnmapOrderTests
{
    [Fact]
    public void Iova_may_be_freed_after_the_invalidation_completed()
    {
        Violation? violation = Free(RemovalStep.Completed);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(RemovalStep.None, "cleared")]
    [InlineData(RemovalStep.Cleared, "submitted")]
    [InlineData(RemovalStep.Submitted, "complete")]
    public void Iova_may_not_be_freed_before(RemovalStep past, string lack)
    {
        Violation? violation = Free(past);

        Assert.EndsWith(lack, violation?.Text, StringComparison.Ordinal);
    }

    private static Violation? Free(RemovalStep past) =>
        UnmapOrder.OfIova(1, new IovaRange(new Iova(0x10000), 0x1000), past);
}
