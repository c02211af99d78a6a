using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class UnmapOrderMonitorTests
{
    private readonly History _history = History.OfOracles();
    private readonly Mapping _mapping;

    public UnmapOrderMonitorTests() => _mapping = new Mapping(_history);

    [Fact]
    public void Freeing_after_the_completion_is_right()
    {
        _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(_mapping.SetUp())));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Freeing_what_was_never_mapped_is_right()
    {
        _mapping.Freed(_mapping.Allocated());

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Freeing_with_live_entries_is_found()
    {
        _mapping.Freed(_mapping.SetUp());

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void Freeing_with_one_live_chunk_is_found()
    {
        Step cleared = _mapping.Cleared(0, 3, _mapping.SetUp());

        _mapping.Freed(_mapping.Invalidated(cleared));

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void Freeing_without_an_invalidation_is_found()
    {
        _mapping.Freed(_mapping.Cleared(_mapping.SetUp()));

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void Freeing_before_the_completion_is_found()
    {
        Step cleared = _mapping.Cleared(_mapping.SetUp());
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, cleared);
        Step freed = _mapping.Freed(submitted);

        _mapping.Completed(submitted, Mapping.DomainActor, batch, freed);

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void Freeing_without_knowing_of_the_clearing_is_found_though_it_was_done()
    {
        Step posted = _mapping.SetUp();
        _mapping.Completed(
            _mapping.Submitted(21, _mapping.Window, FlushSide.Unmap, out long batch, _mapping.Cleared(posted)),
            21,
            batch);

        _mapping.FreedAt(Mapping.Stranger, posted);

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void Freeing_without_knowing_of_the_submission_is_found_though_it_was_done()
    {
        Step cleared = _mapping.Cleared(_mapping.SetUp());
        Step submitted = _mapping.Submitted(21, _mapping.Window, FlushSide.Unmap, out long batch, cleared);
        _mapping.Completed(submitted, 21, batch);

        _mapping.FreedAt(Mapping.Stranger, cleared);

        Assert.Equal(("I-4", submitted.Here), (_history.Broken, _history.Findings[0].Missing));
    }

    [Fact]
    public void Freeing_without_knowing_of_the_completion_is_found_though_it_was_done()
    {
        Step cleared = _mapping.Cleared(_mapping.SetUp());
        Step submitted = _mapping.Submitted(21, _mapping.Window, FlushSide.Unmap, out long batch, cleared);
        Step completed = _mapping.Completed(submitted, 22, batch);

        _mapping.FreedAt(Mapping.Stranger, submitted);

        Assert.Equal(("I-4", completed.Here), (_history.Broken, _history.Findings[0].Missing));
    }

    [Fact]
    public void An_invalidation_submitted_before_the_clearing_does_not_count()
    {
        Step posted = _mapping.SetUp();
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, posted);
        Step cleared = _mapping.Cleared(submitted);

        _mapping.Freed(_mapping.Completed(submitted, Mapping.DomainActor, batch, cleared));

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void An_invalidation_submitted_without_knowing_of_the_clearing_does_not_count()
    {
        Step posted = _mapping.SetUp();
        Step cleared = _mapping.Cleared(posted);
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, posted);

        _mapping.Freed(_mapping.Completed(submitted, Mapping.DomainActor, batch, cleared));

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void A_second_invalidation_makes_good_what_the_first_did_not_cover()
    {
        Step posted = _mapping.SetUp();
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, posted);
        Step cleared = _mapping.Cleared(submitted);
        Step completed = _mapping.Completed(submitted, Mapping.DomainActor, batch, cleared);

        _mapping.Freed(_mapping.Invalidated(completed));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void An_invalidation_of_new_entries_does_not_count()
    {
        Step cleared = _mapping.Cleared(_mapping.SetUp());

        _mapping.Freed(_mapping.Invalidated(_mapping.Window, FlushSide.Map, cleared));

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void An_invalidation_of_a_part_covers_that_part_only()
    {
        Step cleared = _mapping.Cleared(2, 2, _mapping.Cleared(0, 2, _mapping.SetUp()));

        _mapping.Freed(_mapping.Invalidated(_mapping.RangeOfChunks(0, 2), FlushSide.Unmap, cleared));

        Assert.Equal("I-4", _history.Broken);
    }

    [Fact]
    public void A_window_written_and_cleared_in_batches_is_right()
    {
        Step allocated = _mapping.Allocated(_mapping.Pinned());
        Step written = _mapping.Written(2, 2, _mapping.Written(0, 2, allocated));
        Step cleared = _mapping.Cleared(3, 1, _mapping.Cleared(1, 2, _mapping.Cleared(0, 1, written)));

        _mapping.Freed(_mapping.Invalidated(cleared));

        Assert.Empty(_history.Findings);
    }
}
