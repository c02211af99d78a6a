using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Histories that break what is asked of pins, one invariant each.</summary>
public sealed class PinOracleTests
{
    private const int Folios = Mapping.Folios;
    private const int Pinner = 9;

    private static readonly Pfn s_frame = new(0x200);

    private readonly History _history = History.OfOracles();

    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "I-19")]
    public void A_folio_moves_only_when_nobody_else_holds_it(int refs, string broken)
    {
        _history.At(Folios, new FolioMoved(s_frame, FolioMove.Migrated, refs, 2));

        Assert.Equal(broken, _history.Broken);
    }

    [Fact]
    public void A_refused_pin_that_holds_pages_is_found()
    {
        Step pinned = Pin(4);

        _history.At(Pinner, new PinRefusedEvent(7, Errno.ENOMEM), pinned);

        Assert.Equal("I-17", _history.Broken);
    }

    [Fact]
    public void A_refused_pin_that_gave_its_pages_back_is_right()
    {
        Step pinned = Pin(4);
        Step dropped = _history.At(Folios, new FramesDropped(7, Runs(4)), pinned);

        _history.At(Pinner, new PinRefusedEvent(7, Errno.ENOMEM), dropped);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_pin_that_gives_fewer_pages_than_it_holds_is_found()
    {
        Step pinned = Pin(4);

        _history.At(Pinner, new RangePinned(7, default, RangeOf(3)), pinned);

        Assert.Equal("I-17", _history.Broken);
    }

    [Fact]
    public void A_pin_for_long_that_is_handed_out_with_movable_memory_is_found()
    {
        _history.At(Folios, new UnpinnableFramesPinned(7, s_frame, MemoryZone.Movable));
        Step pinned = Pin(4);

        _history.At(Pinner, new RangePinned(7, default, RangeOf(4)), pinned);

        Assert.Equal("I-18", _history.Broken);
    }

    [Fact]
    public void Movable_memory_that_was_given_back_before_the_pin_returned_is_right()
    {
        _history.At(Folios, new UnpinnableFramesPinned(7, s_frame, MemoryZone.Movable));
        Step first = Pin(4);
        Step dropped = _history.At(Folios, new FramesDropped(7, Runs(4)), first);
        Step again = _history.At(Folios, new FramesPinned(7, Runs(4)), dropped);

        _history.At(Pinner, new RangePinned(7, default, RangeOf(4)), again);

        Assert.Empty(_history.Findings);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "I-21")]
    public void A_charge_is_taken_back_from_the_mm_that_was_charged(int mm, string broken)
    {
        _history.At(Pinner, new MemlockCharged(0, 4) { Pin = 7 });

        _history.At(Pinner, new MemlockUncharged(0, 4) { Pin = 7, Mm = mm });

        Assert.Equal(broken, _history.Broken);
    }

    [Fact]
    public void Charges_above_the_limit_are_found()
    {
        _history.At(Pinner, new MemlockCharged(0, 4) { Pin = 7, LimitPages = 6 });

        _history.At(Pinner, new MemlockCharged(0, 4) { Pin = 8, LimitPages = 6 });

        Assert.Equal("I-21", _history.Broken);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "I-42")]
    public void A_token_that_is_never_granted_is_found_in_the_end(bool granted, string broken)
    {
        TokenUser fork = new("fork of process", 1);
        _history.At(8, new TokenContended("mmap_lock of process 0", [new TokenUser("pin", 7)], [fork]));
        if (granted)
        {
            _history.At(8, new TokenContended("mmap_lock of process 0", [fork], []));
        }

        Assert.Equal(broken, _history.End().Broken);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "I-14")]
    public void Frames_that_a_device_wrote_go_back_dirty(bool dirty, string broken)
    {
        History history = History.OfOracles();
        Mapping mapping = new(history);
        Step landed = mapping.Landed(0, mapping.Translated(0, mapping.SetUp()));
        Step removed = mapping.Invalidated(mapping.Cleared(landed));

        history.At(Folios, new FramesUnpinned(7, mapping.Range, 0, mapping.Chunks, dirty), removed);

        Assert.Equal(broken, history.Broken);
    }

    /// <summary>The frames are of a file that is cut, or cleaned, before the write or after it.</summary>
    [Theory]
    [InlineData("nothing", "I-14")]
    [InlineData("truncated before", "")]
    [InlineData("truncated after", "")]
    [InlineData("cleaned before", "I-14")]
    [InlineData("cleaned after", "")]
    public void Frames_of_a_file_go_back_clean_only_where_no_write_can_be_lost(string change, string broken)
    {
        History history = new(
            [.. OracleList.Of(InvariantKind.Ordered, []).Where(static oracle => oracle is not StopBeforeUnmapMonitor)]);
        Mapping mapping = new(history);
        FrameBlock folio = FrameBlock.Holding(s_frame, 1);
        FilePage page = new(1, 0);
        object changed = change.StartsWith("truncated", StringComparison.Ordinal)
            ? new FolioTruncated(folio, page, Pinned: true)
            : new FolioCleaned(folio, page);
        history.At(Folios, new FolioCached(folio, page));
        Step before = mapping.SetUp();
        before = change.EndsWith("before", StringComparison.Ordinal) ? history.At(Folios, changed, before) : before;
        Step landed = mapping.Landed(0, mapping.Translated(0, before));
        landed = change.EndsWith("after", StringComparison.Ordinal) ? history.At(Folios, changed, landed) : landed;
        Step removed = mapping.Invalidated(mapping.Cleared(landed));

        history.At(Folios, new FramesUnpinned(7, mapping.Range, 0, mapping.Chunks, Dirty: false), removed);

        Assert.Equal(broken, history.Broken);
    }

    [Fact]
    public void A_mark_that_a_file_system_does_not_expect_is_found()
    {
        _history.At(Folios, new UnpreparedFolioDirtied(7, s_frame, new FilePage(1, 0)));

        Assert.Equal("I-14", _history.Broken);
    }

    private static PinnedRun[] Runs(int pages) => [new PinnedRun(s_frame, pages, new FrameBlock(s_frame, 4))];

    private static RangeCpu RangeOf(ulong pages)
    {
        RangeCpuBuilder range = new();
        range.Append(s_frame, pages, new FrameBlock(s_frame, 4));
        return range.Build();
    }

    private Step Pin(int pages) => _history.At(Folios, new FramesPinned(7, Runs(pages)));
}
