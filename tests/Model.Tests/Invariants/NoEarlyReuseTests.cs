namespace PhyrActors.Model.Tests;

public sealed class NoEarlyReuseTests
{
    [Theory]
    [InlineData(RemovalStep.None, true)]
    [InlineData(RemovalStep.Submitted, true)]
    [InlineData(RemovalStep.Completed, false)]
    public void Iova_may_be_handed_out_again_only_when_its_earlier_life_is_over(RemovalStep past, bool isFound)
    {
        Violation? violation = NoEarlyReuse.OfAllocation(1, new IovaRange(new Iova(0x10000), 0x1000), past);

        Assert.Equal(isFound ? "I-8" : null, violation?.Invariant);
    }
}
