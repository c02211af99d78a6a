namespace PhyrActors.Model.Tests;

public sealed class NoStaleHitTests
{
    [Theory]
    [InlineData(EntryState.Unknown)]
    [InlineData(EntryState.Reachable)]
    public void An_access_may_use_an_entry_until_its_removal_is_complete(EntryState entry)
    {
        Violation? violation = Access(entry);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(EntryState.Removed)]
    [InlineData(EntryState.Elsewhere)]
    public void An_access_may_not_use_what_is_no_entry_any_more(EntryState entry)
    {
        Violation? violation = Access(entry);

        Assert.Equal("I-2", violation?.Invariant);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_invalidation_may_complete_only_after_every_use_of_its_entries(bool usesPast)
    {
        Violation? violation = NoStaleHit.OfCompletion(1, new IovaRange(new Iova(0x10000), 0x1000), usesPast);

        Assert.Equal(usesPast, violation is null);
    }

    private static Violation? Access(EntryState entry) =>
        NoStaleHit.OfAccess(1, new Iova(0x10000), new PhysAddr(0x5000), entry);
}
