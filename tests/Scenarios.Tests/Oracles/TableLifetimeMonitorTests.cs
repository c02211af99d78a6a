using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class TableLifetimeMonitorTests
{
    private const int Table = 1;
    private const int Domain = 2;
    private const int Stranger = 3;

    private static readonly IovaRange s_range = new(new Iova(0x20_0000), 0x20_0000);
    private static readonly FreedTable[] s_tables = [new(new Pfn(9), 1)];

    private readonly History _history = History.OfOracles();

    [Fact]
    public void A_release_after_an_invalidation_of_all_levels_is_right()
    {
        Step completed = Complete(Submit(s_range, InvalidationHint.AllLevels, Unlink()));

        Release(Table, completed);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_release_without_an_invalidation_is_found()
    {
        Release(Table, Unlink());

        Assert.Equal("I-3", _history.Broken);
    }

    [Fact]
    public void A_release_after_an_invalidation_of_leaves_only_is_found()
    {
        Step completed = Complete(Submit(s_range, InvalidationHint.LeafOnly, Unlink()));

        Release(Table, completed);

        Assert.Equal("I-3", _history.Broken);
    }

    [Fact]
    public void A_release_before_the_completion_is_found()
    {
        Step submitted = Submit(s_range, InvalidationHint.AllLevels, Unlink());

        Release(Table, submitted);

        Assert.Equal("I-3", _history.Broken);
    }

    [Fact]
    public void A_release_that_is_not_ordered_after_the_completion_is_found()
    {
        Complete(Submit(s_range, InvalidationHint.AllLevels, Unlink()));

        Release(Stranger);

        Assert.Equal("I-3", _history.Broken);
    }

    [Fact]
    public void An_invalidation_that_was_submitted_before_the_unlinking_does_not_count()
    {
        Step submitted = Submit(s_range, InvalidationHint.AllLevels);
        Step unlinked = Unlink();
        Step completed = Complete(submitted);

        Release(Table, unlinked, completed);

        Assert.Equal("I-3", _history.Broken);
    }

    [Fact]
    public void An_invalidation_of_a_part_does_not_count()
    {
        IovaRange half = s_range with { LengthBytes = s_range.LengthBytes / 2 };
        Step completed = Complete(Submit(half, InvalidationHint.AllLevels, Unlink()));

        Release(Table, completed);

        Assert.Equal("I-3", _history.Broken);
    }

    private Step Unlink() => _history.At(Table, new TablesUnlinked(1, s_range, s_tables));

    private Step Submit(IovaRange range, InvalidationHint hint, params ReadOnlySpan<Step> after)
    {
        FlushRange[] ranges = [new(range, FlushSide.Unmap)];
        return _history.At(Domain, new InvalidationSubmitted(1, 1, ranges, hint), after);
    }

    private Step Complete(params ReadOnlySpan<Step> after) =>
        _history.At(Domain, new InvalidationCompleted(1, 1, default), after);

    private void Release(int actor, params ReadOnlySpan<Step> after) =>
        _history.At(actor, new TablesReleased(1, s_tables), after);
}
