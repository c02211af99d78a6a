using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class NoStaleHitMonitorTests
{
    private readonly History _history = History.OfOracles();
    private readonly Mapping _mapping;

    public NoStaleHitMonitorTests() => _mapping = new Mapping(_history);

    [Fact]
    public void Accesses_that_the_completion_waits_for_are_right()
    {
        Step posted = _mapping.SetUp();
        Step cleared = _mapping.Cleared(posted);
        Step landed = _mapping.Landed(1, _mapping.Translated(1, posted));

        _mapping.Invalidated(landed, cleared);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_translation_after_the_completion_is_found()
    {
        Step posted = _mapping.SetUp();
        _mapping.Invalidated(_mapping.Cleared(posted));

        _mapping.Translated(1, posted);

        Assert.Equal("I-2", _history.Broken);
    }

    [Fact]
    public void A_landing_after_the_completion_is_found()
    {
        Step translated = _mapping.Translated(1, _mapping.SetUp());
        _mapping.Invalidated(_mapping.Cleared(translated));

        _mapping.Landed(1, translated);

        Assert.Equal("I-2", _history.Broken);
    }

    [Fact]
    public void A_completion_that_does_not_know_of_a_translation_is_found_though_it_came_later()
    {
        Step posted = _mapping.SetUp();
        Step translated = _mapping.Translated(1, posted);

        _mapping.Invalidated(_mapping.Cleared(posted));

        Assert.Equal(("I-2", translated.Here), (_history.Broken, _history.Findings[0].Missing));
    }

    [Fact]
    public void A_completion_that_does_not_know_of_a_landing_is_found_though_it_came_later()
    {
        Step translated = _mapping.Translated(1, _mapping.SetUp());
        Step landed = _mapping.Landed(1, translated);

        _mapping.Invalidated(_mapping.Cleared(translated));

        Assert.Equal(("I-2", landed.Here), (_history.Broken, _history.Findings[0].Missing));
    }

    [Fact]
    public void The_uses_of_two_units_are_both_asked_for()
    {
        Step posted = _mapping.SetUp();
        Step first = _history.At(
            11, new AccessTranslated(Mapping.Domain, _mapping.Iova, _mapping.Range[0].Start, 64, true, false), posted);
        Step second = _mapping.Translated(0, posted);

        _mapping.Invalidated(_mapping.Cleared(second));

        Assert.Equal(("I-2", first.Here), (_history.Broken, _history.Findings[0].Missing));
    }

    [Fact]
    public void An_access_between_clearing_and_completion_is_right()
    {
        Step cleared = _mapping.Cleared(_mapping.SetUp());
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, cleared);
        Step landed = _mapping.Landed(1, _mapping.Translated(1, submitted));

        _mapping.Completed(submitted, Mapping.DomainActor, batch, landed);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void An_invalidation_submitted_before_the_clearing_ends_nothing()
    {
        Step posted = _mapping.SetUp();
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, posted);
        Step cleared = _mapping.Cleared(submitted);
        _mapping.Completed(submitted, Mapping.DomainActor, batch, cleared);

        _mapping.Translated(1, cleared);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void An_invalidation_of_new_entries_ends_nothing()
    {
        Step invalidated = _mapping.Invalidated(_mapping.Window, FlushSide.Map, _mapping.SetUp());

        _mapping.Translated(1, invalidated);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void The_removal_of_some_chunks_asks_nothing_of_the_others()
    {
        Step posted = _mapping.SetUp();
        _mapping.Translated(2, posted);
        _mapping.Invalidated(_mapping.RangeOfChunks(0, 2), FlushSide.Unmap, _mapping.Cleared(0, 2, posted));

        _mapping.Translated(3, posted);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void One_batch_of_ranges_of_several_requests_removes_them_all()
    {
        Step posted = _mapping.SetUp();
        Step cleared = _mapping.Cleared(2, 2, _mapping.Cleared(0, 2, posted));
        FlushRange[] ranges =
        [
            new(_mapping.RangeOfChunks(2, 2), FlushSide.Unmap), new(_mapping.RangeOfChunks(0, 2), FlushSide.Unmap),
        ];
        Step submitted = _history.At(
            Mapping.DomainActor, new InvalidationSubmitted(Mapping.Domain, 1_000_000, ranges), cleared);
        _mapping.Completed(submitted, Mapping.DomainActor, 1_000_000);

        _mapping.Translated(0, posted);
        _mapping.Translated(3, posted);

        Assert.Equal(2, _history.Findings.Count);
    }

    [Fact]
    public void A_window_that_is_written_again_may_be_used_again()
    {
        Step again = _mapping.SetUp(_mapping.TearDown(_mapping.SetUp()));

        _mapping.Landed(1, _mapping.Translated(1, again));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void An_access_that_does_not_know_of_the_new_entries_used_the_old_ones()
    {
        Step posted = _mapping.SetUp();
        Step freed = _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(posted)));
        _mapping.Written(_mapping.Allocated(freed));

        _mapping.Translated(1, posted);

        Assert.Equal("I-2", _history.Broken);
    }

    [Fact]
    public void A_translation_to_frames_that_the_entries_do_not_lead_to_is_found()
    {
        Step posted = _mapping.SetUp();
        AccessTranslated translated = new(
            Mapping.Domain, _mapping.Iova, new PhysAddr(0x9_9000), 64, Write: true, FromCache: true);

        _history.At(Mapping.Unit, translated, posted);

        Assert.Equal("I-2", _history.Broken);
    }
}
