using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class CowStabilityMonitorTests
{
    private const int Process = 0;
    private const int Space = 8;

    private static readonly VirtAddr s_start = new(0x7f00_0000_0000);

    private static readonly Pfn s_frame = new(0x200);

    private readonly History _history = new(OracleList.Of(InvariantKind.Ordered, []));
    private readonly Mapping _mapping;

    public CowStabilityMonitorTests() => _mapping = new Mapping(_history);

    [Fact]
    public void Pages_that_nobody_has_pinned_may_be_shared()
    {
        Accept(s_start, 4);

        Share(s_start + 0x4000, 4);

        Assert.Empty(_history.Findings);
    }

    [Theory]
    [InlineData(0x0000, 1)]
    [InlineData(0x3000, 9)]
    [InlineData(0x0000, 9)]
    public void A_pinned_page_that_is_shared_is_found(ulong offset, int pages)
    {
        Accept(s_start, 4);

        Share(s_start + offset, pages);

        Assert.Equal("I-20", _history.Broken);
    }

    [Fact]
    public void Pages_of_another_process_are_others()
    {
        Accept(s_start, 4);

        _history.At(Space, new EntriesShared(Process + 1, s_start, s_frame, 4));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_page_may_be_shared_after_its_pin_is_released()
    {
        Accept(s_start, 4);
        Step released = Release();

        Share(s_start, 4, released);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_release_that_came_earlier_only_by_luck_does_not_count()
    {
        Accept(s_start, 4);
        Step released = Release();

        Share(s_start, 4);

        Assert.Equal(released.Here, Assert.Single(_history.Findings).Missing);
    }

    [Fact]
    public void A_pin_that_begins_a_new_life_holds_its_pages_again()
    {
        Accept(s_start, 4);
        Step released = Release();
        Accept(s_start, 4);

        Share(s_start, 4, released);

        Assert.Equal("I-20", _history.Broken);
    }

    [Fact]
    public void Another_page_at_the_address_of_a_pinned_one_may_be_shared()
    {
        Accept(s_start, 4);

        _history.At(Space, new EntriesShared(Process, s_start, s_frame + 100, 4));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_pinned_page_whose_entry_leads_elsewhere_is_found()
    {
        Accept(s_start, 4);

        _history.At(Space, new EntryReplaced(
            Process, new PteRun(s_start + 0x1000, s_frame + 1, 1, PteFlags.Present), s_frame + 100));

        Assert.Equal("I-20", _history.Broken);
    }

    [Theory]
    [InlineData(0x8000, "I-20")]
    [InlineData(0x0000, "")]
    public void A_pinned_page_that_mremap_moved_is_held_where_it_is_now(ulong offset, string broken)
    {
        Accept(s_start, 4);

        _history.At(Space, new EntriesMoved(Process, s_start, s_start + 0x8000, 4));
        _history.At(Space, new EntriesShared(Process, s_start + offset, s_frame, 1));

        Assert.Equal(broken, _history.Broken);
    }

    [Fact]
    public void What_another_process_moves_stays_where_it_is_in_this_one()
    {
        Accept(s_start, 4);

        _history.At(Space, new EntriesMoved(Process + 1, s_start, s_start + 0x8000, 4));
        Share(s_start, 4);

        Assert.Equal("I-20", _history.Broken);
    }

    [Fact]
    public void A_pinned_page_that_userfaultfd_moves_is_found()
    {
        Accept(s_start, 4);

        _history.At(Space, new UserfaultMoved(
            Process, new PteRun(s_start + 0x1000, s_frame + 1, 1, PteFlags.Present), s_start + 0x8000));

        Assert.Equal("I-20", _history.Broken);
    }

    [Theory]
    [InlineData(false, true, "")]
    [InlineData(true, true, "I-20")]
    [InlineData(false, false, "I-20")]
    public void Only_a_short_pin_for_reading_may_keep_a_page_of_a_file_of_which_its_process_has_a_copy(
        bool longterm, bool isCopy, string broken)
    {
        PteRun entry = new(s_start, s_frame, 1, PteFlags.Present | PteFlags.File);
        _history.At(Space, new EntriesRechecked(Process, 7, new[] { entry }, 1, Write: false) { Longterm = longterm });

        _history.At(Space, new EntryReplaced(Process, entry, s_frame + 100) { IsCopy = isCopy });

        Assert.Equal(broken, _history.Broken);
    }

    [Fact]
    public void A_pin_for_writing_through_an_entry_that_others_share_is_found()
    {
        PteRun entry = new(s_start, s_frame, 1, PteFlags.Present);

        _history.At(Space, new EntriesRechecked(Process, 7, new[] { entry }, 1, Write: true));

        Assert.Equal("I-20", _history.Broken);
    }

    private void Accept(VirtAddr start, int pages) => _history.At(Space, new EntriesRechecked(
        Process, 7, new[] { new PteRun(start, s_frame, pages, PteFlags.Present | PteFlags.Writable) }, 1, Write: true));

    private Step Release() => _history.At(
        Mapping.Folios, new FramesUnpinned(7, _mapping.Range, 0, _mapping.Chunks, Dirty: true));

    private void Share(VirtAddr start, int pages, params ReadOnlySpan<Step> after) =>
        _history.At(Space, new EntriesShared(
            Process, start, s_frame + ((start - s_start) >> Pfn.FrameSizeLog2), (ulong)pages), after);
}
