namespace PhyrActors.Model.Tests;

public sealed class WaitImpliesDoneTests
{
    [Theory]
    [InlineData(0L, false)]
    [InlineData(7L, true)]
    public void A_wait_that_is_done_before_a_descriptor_is_found(long unfinished, bool isFound)
    {
        Violation? violation = WaitImpliesDone.OfStatus(0, 5, unfinished);

        Assert.Equal(isFound ? "I-32" : null, violation?.Invariant);
    }

    [Fact]
    public void A_status_that_comes_after_an_abort_is_found()
    {
        Violation? violation = WaitImpliesDone.OfLateStatus(0, 5, QueueSlotState.Abort);

        Assert.Equal("I-32", violation?.Invariant);
    }
}
