namespace PhyrActors.Model.Tests;

public sealed class NotifierSequenceTests
{
    [Theory]
    [InlineData(3, 3, null)]
    [InlineData(3, 5, "I-23")]
    public void A_page_is_mapped_by_what_was_read_after_the_last_invalidation(long read, long now, string? broken)
    {
        Violation? violation = NotifierSequence.OfMap(1, new VirtAddr(0x1000), read, now);

        Assert.Equal(broken, violation?.Invariant);
    }
}
