namespace PhyrActors.Model.Tests;

public sealed class SyncBeforeDoorbellTests
{
    [Fact]
    public void An_address_may_be_posted_when_all_of_it_is_synced()
    {
        Violation? violation = Post(Range(0x3000, 0x1000), Range(0x1000, 0x2800));

        Assert.Null(violation);
    }

    [Fact]
    public void An_address_of_which_nothing_is_synced_may_not_be_posted()
    {
        Violation? violation = Post();

        Assert.Equal("I-12", violation?.Invariant);
    }

    [Fact]
    public void A_hole_between_syncs_is_named()
    {
        Violation? violation = Post(Range(0x1000, 0x1000), Range(0x3000, 0x1000));

        Assert.EndsWith("0x2000", violation?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_that_is_not_synced_is_named()
    {
        Violation? violation = Post(Range(0x1000, 0x2000));

        Assert.EndsWith("0x3000", violation?.Text, StringComparison.Ordinal);
    }

    private static Violation? Post(params IovaRange[] synced) =>
        SyncBeforeDoorbell.OfPost(1, Range(0x1000, 0x3000), synced);

    private static IovaRange Range(ulong start, ulong lengthBytes) => new(new Iova(start), lengthBytes);
}
