namespace PhyrActors.Model.Tests;

public sealed class MmuIntervalNotifiersTests
{
    private static readonly VirtRange s_mirrored = Range(4, 8);

    private readonly MmuIntervalNotifiers _notifiers = new();

    [Fact]
    public void The_first_reader_of_a_notifier_need_not_wait()
    {
        long sequence = _notifiers.Insert(1, s_mirrored);

        Assert.False(_notifiers.MustWait(sequence));
        Assert.Equal(1, sequence & 1);
    }

    [Theory]
    [InlineData(0, 4, false)]
    [InlineData(0, 5, true)]
    [InlineData(5, 6, true)]
    [InlineData(7, 9, true)]
    [InlineData(8, 9, false)]
    public void An_invalidation_meets_whoever_mirrors_some_of_its_range(ulong first, ulong end, bool meets)
    {
        _notifiers.Insert(1, s_mirrored);

        IReadOnlyList<long> met = _notifiers.Begin(Range(first, end));

        Assert.Equal(meets, met.Count == 1);
        Assert.Equal(meets, _notifiers.IsInvalidating);
    }

    [Fact]
    public void A_reader_waits_from_the_invalidation_it_was_told_of_to_the_end_of_the_last()
    {
        _notifiers.Insert(1, s_mirrored);
        _notifiers.Begin(s_mirrored);
        long told = _notifiers.Sequence;
        _notifiers.Begin(Range(100, 101));

        bool wakesFirst = _notifiers.End();
        bool waitsStill = _notifiers.MustWait(told);
        bool wakesLast = _notifiers.End();

        Assert.Equal((false, true, true), (wakesFirst, waitsStill, wakesLast));
        Assert.False(_notifiers.MustWait(told));
    }

    [Fact]
    public void An_invalidation_of_what_nobody_mirrors_wakes_nobody()
    {
        long sequence = _notifiers.Insert(1, s_mirrored);
        _notifiers.Begin(Range(100, 101));

        bool wakes = _notifiers.End();

        Assert.False(wakes);
        Assert.False(_notifiers.MustWait(sequence));
    }

    [Fact]
    public void A_notifier_that_comes_during_an_invalidation_of_others_waits_for_its_end()
    {
        _notifiers.Begin(s_mirrored);

        long sequence = _notifiers.Insert(1, s_mirrored);

        Assert.True(_notifiers.MustWait(sequence));
        Assert.True(_notifiers.End());
        Assert.False(_notifiers.MustWait(sequence));
    }

    [Fact]
    public void While_the_sequence_is_odd_notifiers_come_on_paper_only()
    {
        _notifiers.Insert(1, s_mirrored);
        _notifiers.Begin(s_mirrored);

        _notifiers.Insert(2, s_mirrored);
        int metBefore = _notifiers.Begin(s_mirrored).Count;
        _notifiers.End();
        _notifiers.End();
        int metAfter = _notifiers.Begin(s_mirrored).Count;

        Assert.Equal((1, 2), (metBefore, metAfter));
    }

    [Fact]
    public void While_the_sequence_is_odd_notifiers_go_at_the_end_only()
    {
        _notifiers.Insert(1, s_mirrored);
        _notifiers.Begin(s_mirrored);

        bool isGone = _notifiers.TryRemove(1);
        int met = _notifiers.Begin(s_mirrored).Count;
        _notifiers.End();
        _notifiers.End();

        Assert.Equal((false, 1, 0), (isGone, met, _notifiers.Count));
    }

    [Fact]
    public void A_notifier_that_has_not_come_yet_goes_at_once()
    {
        _notifiers.Insert(1, s_mirrored);
        _notifiers.Begin(s_mirrored);
        _notifiers.Insert(2, s_mirrored);

        bool isGone = _notifiers.TryRemove(2);

        Assert.True(isGone);
        Assert.Equal(1, _notifiers.Count);
    }

    [Fact]
    public void An_end_without_a_beginning_is_impossible() =>
        Assert.Throws<InvariantException>(() => _notifiers.End());

    private static VirtRange Range(ulong first, ulong end) =>
        new(new VirtAddr(first << Pfn.FrameSizeLog2), new VirtAddr(end << Pfn.FrameSizeLog2));
}
