namespace PhyrActors.Model.Tests;

public sealed class NonBlockingInvalidationTests
{
    [Theory]
    [InlineData(false, true, true, null)]
    [InlineData(false, false, false, null)]
    [InlineData(true, true, true, "I-25")]
    [InlineData(true, false, false, "I-25")]
    [InlineData(false, false, true, "I-25")]
    public void Who_may_not_block_answers_at_once_and_refuses_without_a_trace(
        bool hasWaited, bool done, bool hasActed, string? broken)
    {
        Violation? violation = NonBlockingInvalidation.OfAnswer(1, hasWaited, done, hasActed);

        Assert.Equal(broken, violation?.Invariant);
    }
}
