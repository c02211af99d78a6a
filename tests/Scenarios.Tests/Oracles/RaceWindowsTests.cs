using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class RaceWindowsTests
{
    private readonly RaceWindows _windows = new();
    private readonly History _history;

    public RaceWindowsTests() => _history = new History([_windows]);

    [Fact]
    public void A_fork_while_a_pin_holds_some_frames_opens_the_window()
    {
        _history.At(1, new FramesPinned(7, default));

        _history.At(2, new ForkBegan(0));

        Assert.Equal(1, _windows.ForkBetweenPinBatches.Count);
    }

    [Fact]
    public void A_fork_before_the_first_batch_opens_nothing()
    {
        _history.At(1, new MemlockCharged(0, 512));

        _history.At(2, new ForkBegan(0));

        Assert.Equal(0, _windows.ForkBetweenPinBatches.Count);
    }

    [Fact]
    public void A_fork_after_the_pin_opens_nothing()
    {
        Mapping mapping = new(_history);
        mapping.Pinned();

        _history.At(2, new ForkBegan(0));

        Assert.Equal(0, _windows.ForkBetweenPinBatches.Count);
    }

    [Fact]
    public void A_fork_after_the_pin_was_refused_opens_nothing()
    {
        _history.At(1, new FramesPinned(7, default));
        _history.At(1, new PinRefusedEvent(7, Errno.ENOMEM));

        _history.At(2, new ForkBegan(0));

        Assert.Equal(0, _windows.ForkBetweenPinBatches.Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    public void A_teardown_with_operations_in_flight_opens_the_window(int inFlight, long expected)
    {
        _history.At(1, new TeardownBegan(7, inFlight));

        Assert.Equal(expected, _windows.AccessDuringTeardown.Count);
    }

    [Fact]
    [Trait("row", "U6")]
    public void A_look_up_that_is_done_again_opens_the_window()
    {
        _history.At(1, new LookUpRetried(1));

        Assert.Equal(1, _windows.InvalidationDuringFault.Count);
    }
}
