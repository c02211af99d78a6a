namespace PhyrActors.Model.Tests;

public sealed class NoMoveTests
{
    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(4, 3, false)]
    [InlineData(1026, 2, false)]
    public void A_folio_that_somebody_else_holds_may_not_move(int refs, int expected, bool holds) =>
        Assert.Equal(holds, NoMove.OfMove(new Pfn(64), FolioMove.Migrated, refs, expected) is null);
}

public sealed class LongtermPlacementTests
{
    [Fact]
    public void A_pin_for_long_may_not_be_handed_out_with_movable_memory() =>
        Assert.Equal("I-18", LongtermPlacement.OfReturn(7, new Pfn(64), MemoryZone.Cma).Invariant);
}

public sealed class ShortPinTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    [InlineData(-1, false)]
    public void A_pin_that_fails_holds_nothing(long held, bool holds) =>
        Assert.Equal(holds, ShortPin.OfRefusal(7, Errno.ENOMEM, held) is null);

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, false)]
    public void A_pin_holds_exactly_what_it_gave(long given, long held, bool holds) =>
        Assert.Equal(holds, ShortPin.OfReturn(7, given, held) is null);
}

public sealed class MemlockBalanceTests
{
    [Theory]
    [InlineData(16, 16UL, true)]
    [InlineData(17, 16UL, false)]
    public void A_sum_of_charges_stays_within_the_limit(long pages, ulong limit, bool holds) =>
        Assert.Equal(holds, MemlockBalance.OfCharge(0, 0, pages, limit) is null);

    [Theory]
    [InlineData(0, 0, 0L, true)]
    [InlineData(1, 0, 0L, false)]
    [InlineData(0, null, 0L, false)]
    [InlineData(0, 0, -1L, false)]
    public void A_charge_is_taken_back_from_whom_it_was_taken(int mm, int? charged, long left, bool holds) =>
        Assert.Equal(holds, MemlockBalance.OfUncharge(0, mm, 7, charged, left) is null);
}

public sealed class DirtyBeforeUnpinTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void What_a_device_wrote_is_marked_dirty(bool dirty, bool holds) =>
        Assert.Equal(holds, DirtyBeforeUnpin.OfUnpin(7, new Pfn(64), dirty) is null);
}

public sealed class PinProgressTests
{
    [Fact]
    public void A_pin_that_gives_up_for_a_folio_that_a_drain_would_have_freed_is_told() =>
        Assert.Equal(("I-42", true), (
            PinProgress.OfUndrained(7, new Pfn(64)).Invariant,
            PinProgress.OfUndrained(7, new Pfn(64)).Text.Contains("pin 7", StringComparison.Ordinal)));
}

public sealed class NoDeadlockTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Nobody_waits_for_a_token_in_the_end(long waiting, bool holds) =>
        Assert.Equal(holds, NoDeadlock.OfToken("mmap_lock of process 0", waiting, "Fork") is null);
}
