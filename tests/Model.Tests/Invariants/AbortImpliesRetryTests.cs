namespace PhyrActors.Model.Tests;

public sealed class AbortImpliesRetryTests
{
    [Theory]
    [InlineData(true, Errno.None, true)]
    [InlineData(true, Errno.EAGAIN, false)]
    [InlineData(true, Errno.ETIMEDOUT, false)]
    [InlineData(false, Errno.None, false)]
    public void An_aborted_submission_that_counts_as_done_is_found(bool aborted, Errno errno, bool isFound)
    {
        Violation? violation = AbortImpliesRetry.OfSubmission(0, 1, aborted, errno);

        Assert.Equal(isFound ? "I-33" : null, violation?.Invariant);
    }

    [Theory]
    [InlineData(Errno.None, false)]
    [InlineData(Errno.EINVAL, true)]
    public void A_failed_batch_that_counts_as_complete_is_found(Errno failed, bool isFound)
    {
        Violation? violation = AbortImpliesRetry.OfBatch(1, 1, failed);

        Assert.Equal(isFound ? "I-33" : null, violation?.Invariant);
    }

    [Theory]
    [InlineData(true, "freed")]
    [InlineData(false, "synced")]
    public void A_range_that_goes_on_after_a_failure_is_found(bool freed, string what)
    {
        Violation? violation = AbortImpliesRetry.OfRange(1, new IovaRange(new Iova(0x1000), 0x1000), freed);

        Assert.Contains(what, violation?.Text, StringComparison.Ordinal);
    }
}
