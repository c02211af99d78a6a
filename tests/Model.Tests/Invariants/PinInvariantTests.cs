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
    private static readonly TokenUser s_fork = new("fork of process", 3);
    private static readonly TokenUser s_pin = new("pin", 7);
    private static readonly TokenUser s_exit = new("exit of process", 0);

    [Fact]
    public void Tokens_for_which_nobody_waits_are_well() =>
        Assert.Empty(NoDeadlock.OfTokens([new TokenContended("mmap_lock", [s_pin], [])]));

    [Fact]
    public void A_token_that_its_holder_keeps_is_told_with_its_holder()
    {
        Violation found = Assert.Single(
            NoDeadlock.OfTokens([new TokenContended("mmap_lock", [s_pin], [s_fork, s_exit])]));

        Assert.Equal("fork of process 3 waits for mmap_lock, held by pin 7, which nobody gives back", found.Text);
    }

    [Fact]
    public void What_nobody_holds_is_told_without_a_holder()
    {
        Violation found = Assert.Single(NoDeadlock.OfTokens([new TokenContended("layout of pfn 0x40", [], [s_exit])]));

        Assert.Equal("exit of process 0 waits for layout of pfn 0x40, which nobody gives back", found.Text);
    }

    [Fact]
    public void Two_that_wait_for_each_other_are_told_once_and_whoever_waits_for_them_is_not()
    {
        Violation found = Assert.Single(NoDeadlock.OfTokens(
        [
            new TokenContended("i_mmap", [s_pin], [s_fork]),
            new TokenContended("mmap_lock", [s_fork], [s_pin, s_exit]),
        ]));

        Assert.Equal(
            "fork of process 3 waits for i_mmap, held by pin 7, which waits for mmap_lock, held by fork of process 3: "
            + "they wait for each other",
            found.Text);
    }

    [Fact]
    public void One_that_waits_behind_another_can_be_part_of_the_cycle()
    {
        Violation found = Assert.Single(NoDeadlock.OfTokens(
        [
            new TokenContended("a", [s_pin], [s_exit, s_fork]),
            new TokenContended("b", [s_fork], [s_pin]),
        ]));

        Assert.Contains("they wait for each other", found.Text, StringComparison.Ordinal);
    }
}
