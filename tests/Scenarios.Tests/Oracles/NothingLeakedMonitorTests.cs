using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class NothingLeakedMonitorTests
{
    private readonly History _history = new(OracleList.Of(InvariantKind.Final, []));
    private readonly Mapping _mapping;

    public NothingLeakedMonitorTests() => _mapping = new Mapping(_history);

    [Fact]
    public void A_run_that_gave_everything_back_leaked_nothing()
    {
        _history.At(Mapping.Pinner, new MemlockCharged(3, 8));
        _mapping.TearDown(_mapping.SetUp());
        _history.At(Mapping.Pinner, new MemlockUncharged(3, 8));

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void The_order_in_which_unordered_events_arrive_means_nothing()
    {
        _mapping.Cleared();
        _mapping.Freed();
        _history.At(Mapping.Pinner, new MemlockUncharged(3, 8));
        _mapping.Allocated();
        _mapping.Written();
        _history.At(Mapping.Pinner, new MemlockCharged(3, 8));

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void A_pin_that_was_unwound_leaks_nothing()
    {
        _mapping.Ended();

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void Live_entries_are_a_leak()
    {
        _mapping.Written();
        _mapping.Cleared(0, 3);

        Assert.Equal("domain 1: 2 pages are mapped", Leak());
    }

    [Fact]
    public void A_live_window_is_a_leak()
    {
        _mapping.Allocated();

        Assert.Equal("domain 1: 1 windows of IOVA are allocated", Leak());
    }

    [Fact]
    public void A_charge_is_a_leak()
    {
        _history.At(Mapping.Pinner, new MemlockCharged(3, 8));
        _history.At(Mapping.Pinner, new MemlockUncharged(3, 7));

        Assert.Equal("process 3: 1 pages are charged", Leak());
    }

    [Fact]
    public void Uncharging_too_much_is_found()
    {
        _history.At(Mapping.Pinner, new MemlockCharged(3, 8));
        _history.At(Mapping.Pinner, new MemlockUncharged(3, 9));

        Assert.Equal("process 3: more pages were uncharged than charged (-1)", Leak());
    }

    [Fact]
    public void A_range_that_is_held_is_a_leak()
    {
        _history.At(Mapping.Pinner, new RangePinned(7, default, _mapping.Range));

        Assert.Equal("pin 7: its range is held", Leak());
    }

    private string Leak() => Assert.Single(_history.End().Findings, found => found.Invariant == "I-41").Text;
}
