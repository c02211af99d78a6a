namespace PhyrActors.Scenarios.Tests;

public sealed class StopBeforeUnmapMonitorTests
{
    private readonly History _history = new([new StopBeforeUnmapMonitor()]);
    private readonly Mapping _mapping;
    private readonly Step _live;

    public StopBeforeUnmapMonitorTests()
    {
        _mapping = new Mapping(_history);
        _live = _mapping.SetUp();
    }

    [Fact]
    public void Clearing_after_the_device_has_forgotten_is_right()
    {
        _mapping.Cleared(_mapping.Revoked(_live));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Clearing_what_a_device_may_still_use_is_found()
    {
        _mapping.Cleared(_live);

        Assert.Equal("I-36", _history.Broken);
    }

    [Fact]
    public void Clearing_without_knowing_that_the_device_has_forgotten_is_found()
    {
        Step revoked = _mapping.Revoked(_live);

        _mapping.Cleared(_live);

        Assert.Equal(("I-36", revoked.Here), (_history.Broken, _history.Findings[0].Missing));
    }

    [Fact]
    public void Entries_that_go_in_parts_are_judged_once()
    {
        Step first = _mapping.Cleared(0, 2, _live);

        _mapping.Cleared(2, 2, first);

        Assert.Single(_history.Findings);
    }
}
