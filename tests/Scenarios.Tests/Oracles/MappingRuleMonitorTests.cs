using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>I-8, I-10, I-13, I-38, and what lazy domains may do, on runs written down event by event.</summary>
public sealed class MappingRuleMonitorTests
{
    private readonly History _history = History.OfOracles();
    private readonly Mapping _mapping;

    public MappingRuleMonitorTests() => _mapping = new Mapping(_history);

    [Fact]
    public void Iova_that_is_handed_out_while_its_old_entries_may_be_cached_is_found()
    {
        Step cleared = _mapping.Cleared(_mapping.SetUp());
        Step freed = _mapping.Freed(cleared);

        _mapping.Allocated(freed);

        Assert.Equal("I-4 I-8", _history.Broken);
    }

    [Fact]
    public void Iova_that_is_handed_out_after_its_invalidation_is_right()
    {
        Step freed = _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(_mapping.SetUp())));

        _mapping.Allocated(freed);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void An_unmap_that_did_not_remove_what_it_was_asked_for_is_found()
    {
        _history.At(Mapping.DomainActor, new RangeUnmapped(Mapping.Domain, _mapping.Iova, 0x2000, 0x1000));

        Assert.Equal("I-10", _history.Broken);
    }

    [Fact]
    public void A_misuse_is_found()
    {
        _history.At(Mapping.DomainActor, new MappingMisused(
            Mapping.Domain, _mapping.Iova, MappingMisuse.UnknownAddress, Errno.EINVAL));

        Assert.Equal("I-37", _history.Broken);
    }

    [Fact]
    public void A_write_through_entries_for_reading_is_found()
    {
        Step pinned = _mapping.Pinned(_mapping.Allocated());
        EntriesWritten written = new(
            Mapping.Domain, _mapping.Iova, _mapping.LengthBytes, 7, _mapping.Range, 0, _mapping.Chunks)
        {
            Prot = IoProt.Read,
        };

        _mapping.Translated(0, _history.At(Mapping.Table, written, pinned));

        Assert.Equal("I-13", _history.Broken);
    }

    [Fact]
    public void A_map_that_failed_and_kept_its_window_is_found()
    {
        Step allocated = _mapping.Allocated();

        _history.At(
            Mapping.DomainActor, new MapFailed(Mapping.Domain, _mapping.Iova, _mapping.LengthBytes), allocated);

        Assert.Equal("I-38", _history.Broken);
    }

    [Fact]
    public void A_map_that_failed_and_left_nothing_is_right()
    {
        Step freed = _mapping.Freed(_mapping.Allocated());

        _history.At(Mapping.DomainActor, new MapFailed(Mapping.Domain, _mapping.Iova, _mapping.LengthBytes), freed);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void In_a_lazy_domain_pins_may_go_when_the_entries_are_cleared()
    {
        _history.At(Mapping.DomainActor, new DomainTypeSet(Mapping.Domain, DomainType.Lazy));
        Step cleared = _mapping.Cleared(_mapping.SetUp());

        _mapping.Unpinned(cleared);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void In_a_lazy_domain_pins_may_not_go_while_entries_are_there()
    {
        _history.At(Mapping.DomainActor, new DomainTypeSet(Mapping.Domain, DomainType.Lazy));

        _mapping.Unpinned(_mapping.SetUp());

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void In_a_lazy_domain_iova_may_not_be_freed_before_the_flush()
    {
        _history.At(Mapping.DomainActor, new DomainTypeSet(Mapping.Domain, DomainType.Lazy));

        _mapping.Freed(_mapping.Cleared(_mapping.SetUp()));

        Assert.Equal("I-4", _history.Broken);
    }
}
