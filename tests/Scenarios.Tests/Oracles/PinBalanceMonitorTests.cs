using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class PinBalanceMonitorTests
{
    private readonly History _history = History.OfOracles();
    private readonly Mapping _mapping;

    public PinBalanceMonitorTests() => _mapping = new Mapping(_history);

    [Fact]
    public void A_pin_given_back_in_batches_is_in_balance()
    {
        _mapping.Pinned();
        _mapping.Unpinned(Mapping.Folios, 0, 1);
        _mapping.Unpinned(Mapping.Folios, 1, 3);

        _mapping.Ended();

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void Runs_that_are_dropped_and_taken_again_are_in_balance()
    {
        PinnedRun[] runs = [new(new Pfn(0x202), 2, FrameBlock.Holding(new Pfn(0x202), 2))];
        _history.At(Mapping.Folios, new FramesPinned(7, runs));
        _history.At(Mapping.Folios, new FramesDropped(7, runs));
        _mapping.Pinned();
        _mapping.Unpinned();

        _mapping.Ended();

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void A_chunk_that_is_not_given_back_is_found()
    {
        _mapping.Pinned();

        _mapping.Unpinned(Mapping.Folios, 0, 3);

        Assert.Contains("took 8 pages and gave back 6", Balance().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_that_is_given_back_twice_is_found()
    {
        _mapping.Pinned();
        _mapping.Unpinned();

        _mapping.Unpinned();

        Assert.Contains("gave back 8", Balance().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_given_back_twice_in_place_of_another_is_found()
    {
        _mapping.Pinned();
        _mapping.Unpinned(Mapping.Folios, 0, 3);

        _mapping.Unpinned(Mapping.Folios, 1, 1);

        Assert.Contains("not the same", Balance().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_that_dropped_too_little_is_found()
    {
        PinnedRun[] runs = [new(new Pfn(0x200), 2, FrameBlock.Holding(new Pfn(0x200), 1))];
        PinnedRun[] fewer = [runs[0] with { Pages = 1 }];
        _history.At(Mapping.Folios, new FramesPinned(7, runs));

        _history.At(Mapping.Folios, new FramesDropped(7, fewer));

        Assert.Contains("took 2 pages and gave back 1", Balance().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FolioRelease.Underflow)]
    [InlineData(FolioRelease.Absent)]
    public void An_underflow_is_found_at_once(FolioRelease release)
    {
        _history.At(Mapping.Folios, new UnpinUnderflowed(7, new Pfn(0x200), release));

        Assert.Equal("I-16", _history.Broken);
    }

    private (string Invariant, string Text, Epoch Missing) Balance() =>
        Assert.Single(_history.End().Findings, found => found.Invariant == "I-16");
}
