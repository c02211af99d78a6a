namespace PhyrActors.Model.Tests;

public sealed class FailedMapGivesNothingTests
{
    [Theory]
    [InlineData(true, RemovalStep.Completed, false)]
    [InlineData(true, RemovalStep.Cleared, false)]
    [InlineData(true, RemovalStep.None, true)]
    [InlineData(false, RemovalStep.Completed, true)]
    public void A_failed_map_that_leaves_entries_or_a_window_is_found(bool isFree, RemovalStep past, bool isFound)
    {
        Violation? violation = FailedMapGivesNothing.OfFailure(
            1, new IovaRange(new Iova(0x1000), 0x1000), isFree, past);

        Assert.Equal(isFound ? "I-38" : null, violation?.Invariant);
    }
}
