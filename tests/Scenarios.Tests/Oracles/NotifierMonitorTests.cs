using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>I-23, I-24 and I-25, and I-1 of what a notifier keeps, on histories of one page.</summary>
public sealed class NotifierMonitorTests
{
    private const int Driver = 7;
    private const int AddressSpace = 8;
    private const int Table = 4;
    private const int Domain = 3;
    private const int Memory = 6;
    private const ulong Page = Pfn.FrameSizeBytes;

    private static readonly VirtAddr s_at = new(0x7000_0000);
    private static readonly VirtRange s_range = new(s_at, s_at + Page);
    private static readonly Iova s_iova = new(0x10_0000);
    private static readonly long s_keeper = NotifierKeeper.Of(0);

    private readonly History _history = History.OfOracles();
    private readonly RangeCpu _page;

    public NotifierMonitorTests()
    {
        RangeCpuBuilder builder = new();
        builder.AppendRun(new Pfn(0x40), 1);
        _page = builder.Build();
    }

    [Fact]
    public void A_page_that_is_mapped_and_invalidated_in_order_breaks_nothing()
    {
        Step written = Map(1);
        Ask();
        Step gone = TakeAway(written);

        Step answered = Answer(gone);
        Release();
        Step ended = _history.At(AddressSpace, new InvalidationEnded(1), answered);
        Map(3, ended);

        Assert.Equal(string.Empty, _history.Broken);
    }

    [Fact]
    public void A_page_that_was_looked_up_before_an_invalidation_is_found()
    {
        SetSequence(1);
        SetSequence(3);

        MapPage(1);

        Assert.Equal("I-23", _history.Broken);
    }

    [Fact]
    public void A_return_while_the_device_still_reaches_the_page_is_found()
    {
        Step written = Map(1);
        Ask();

        Answer(written);

        Assert.Equal("I-24", _history.Broken);
    }

    [Fact]
    public void A_return_that_nothing_orders_after_the_removal_is_found()
    {
        Step written = Map(1);
        Ask();
        Step gone = TakeAway(written);

        Answer(written);

        Assert.Equal("I-24", _history.Broken);
        Assert.NotEqual(default, gone.Here);
    }

    [Fact]
    public void A_return_that_nothing_orders_after_a_landing_is_found()
    {
        Step written = Map(1);
        Ask();
        _history.At(
            Memory, new AccessLanded(9, Mapping.Domain, s_iova, new PhysAddr(0x40 * Page), 64, Write: true), written);
        Step gone = TakeAway(written);

        Answer(gone);

        Assert.Contains("I-24", _history.Broken.Split(' '));
    }

    [Fact]
    public void A_page_that_is_mapped_anew_before_the_invalidation_is_over_is_found()
    {
        Step written = Map(1);
        Ask();
        Answer(TakeAway(written));
        Release();

        SetSequence(3);
        MapPage(3);

        Assert.Equal("I-24", _history.Broken);
    }

    [Fact]
    public void What_a_notifier_gives_up_while_a_device_reaches_it_is_found()
    {
        Step written = Map(1);

        Release(written);

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void A_page_that_a_device_wrote_and_that_is_given_up_clean_is_found()
    {
        Step written = Map(1);
        Step landed = _history.At(
            Memory, new AccessLanded(9, Mapping.Domain, s_iova, new PhysAddr(0x40 * Page), 64, Write: true), written);

        _history.At(
            Driver, new NotifierPageReleased(1, s_keeper, s_at, _page, Dirty: false), TakeAway(landed));

        Assert.Equal("I-14", _history.Broken);
    }

    [Fact]
    public void A_driver_that_may_not_block_and_answers_later_is_found()
    {
        _history.At(Driver, new InvalidationAsked(1, 1, MayBlock: false));

        _history.At(Driver, new InvalidationAnswered(1, 1, s_range, Done: true));

        Assert.Equal("I-25", _history.Broken);
    }

    [Fact]
    public void A_driver_that_refuses_after_it_has_acted_is_found()
    {
        History sameStep = new([new NonBlockingInvalidationMonitor()], clocks: false);
        NonBlockingInvalidationMonitor monitor = new();
        monitor.On(new InvalidationAsked(1, 1, MayBlock: false), default, sameStep);
        monitor.On(new NotifierSequenceSet(1, 3), default, sameStep);

        monitor.On(new InvalidationAnswered(1, 1, s_range, Done: false), default, sameStep);

        Assert.Equal("I-25", sameStep.Broken);
    }

    private Step Map(long sequence, params ReadOnlySpan<Step> after)
    {
        SetSequence(sequence);
        Step mapped = MapPage(sequence, after);
        return _history.At(Table, new EntriesWritten(Mapping.Domain, s_iova, Page, s_keeper, _page, 0, 1), mapped);
    }

    private Step MapPage(long sequence, params ReadOnlySpan<Step> after) =>
        _history.At(Driver, new NotifierPageMapped(1, s_keeper, s_at, _page, sequence), after);

    private void SetSequence(long sequence) => _history.At(Driver, new NotifierSequenceSet(1, sequence));

    private void Ask() => _history.At(Driver, new InvalidationAsked(1, 1, MayBlock: true));

    private Step TakeAway(Step written)
    {
        FlushRange[] ranges = [new FlushRange(new IovaRange(s_iova, Page), FlushSide.Unmap)];
        Step cleared = _history.At(Table, new EntriesCleared(Mapping.Domain, s_iova, Page, 0), written);
        _history.At(Domain, new InvalidationSubmitted(Mapping.Domain, 1, ranges), cleared);
        return _history.At(Domain, new InvalidationCompleted(Mapping.Domain, 1, ranges));
    }

    private Step Answer(Step after) => _history.At(Driver, new InvalidationAnswered(1, 1, s_range, Done: true), after);

    private void Release(params ReadOnlySpan<Step> after) =>
        _history.At(Driver, new NotifierPageReleased(1, s_keeper, s_at, _page, Dirty: true), after);
}
