using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class SyncBeforeDoorbellMonitorTests
{
    private readonly History _history = History.OfOracles();
    private readonly Mapping _mapping;
    private readonly Step _allocated;

    public SyncBeforeDoorbellMonitorTests()
    {
        _mapping = new Mapping(_history);
        _allocated = _mapping.Allocated(_mapping.Pinned());
    }

    [Fact]
    public void Posting_after_the_sync_is_right()
    {
        _mapping.Posted(_mapping.Synced(_mapping.Written(_allocated)));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Posting_after_syncs_of_all_parts_is_right()
    {
        Step written = _mapping.Written(2, 2, _mapping.Written(0, 2, _allocated));
        Step synced = _mapping.Synced(Mapping.DomainActor, 1, 3, _mapping.Synced(Mapping.DomainActor, 0, 1, written));

        _mapping.Posted(synced);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Posting_what_was_never_synced_is_found()
    {
        _mapping.Posted(_mapping.Written(_allocated));

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void Posting_before_the_sync_is_found()
    {
        Step written = _mapping.Written(_allocated);
        Step posted = _mapping.Posted(written);

        _mapping.Synced(posted, written);

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void Posting_without_knowing_of_the_sync_is_found_though_it_was_done()
    {
        Step written = _mapping.Written(_allocated);
        _mapping.Synced(written);

        _mapping.Posted(Mapping.Stranger, written);

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void Posting_more_than_was_synced_is_found()
    {
        Step synced = _mapping.Synced(Mapping.DomainActor, 0, 3, _mapping.Written(_allocated));

        _mapping.Posted(synced);

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void Posting_before_the_entries_are_written_is_found()
    {
        _mapping.Posted(_allocated);

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void A_sync_that_does_not_know_of_the_entries_does_not_count()
    {
        Step written = _mapping.Written(_allocated);
        Step synced = _mapping.Synced(Mapping.Stranger, 0, _mapping.Chunks);

        _mapping.Posted(written, synced);

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void A_sync_before_the_last_entries_does_not_count()
    {
        Step synced = _mapping.Synced(_mapping.Written(0, 2, _allocated));

        _mapping.Posted(_mapping.Written(2, 2, synced));

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void The_sync_of_an_earlier_life_does_not_count()
    {
        Step synced = _mapping.Synced(_mapping.Written(_allocated));
        Step freed = _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(synced)));

        _mapping.Posted(_mapping.Written(_mapping.Allocated(freed)));

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void Posting_in_a_later_life_before_its_entries_are_written_is_found()
    {
        Step synced = _mapping.Synced(_mapping.Written(_allocated));
        Step freed = _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(synced)));

        _mapping.Posted(_mapping.Allocated(freed));

        Assert.Equal("I-12", _history.Broken);
    }

    [Fact]
    public void A_bus_address_needs_no_sync()
    {
        _history.At(Mapping.Driver, new AddressPosted(9, -1, new Iova(0x5000), 0x1000));

        Assert.Empty(_history.Findings);
    }
}
