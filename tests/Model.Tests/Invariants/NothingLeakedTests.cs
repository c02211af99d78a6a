namespace PhyrActors.Model.Tests;

public sealed class NothingLeakedTests
{
    public static TheoryData<long> Unbalanced => [1, -1];

    [Fact]
    public void Nothing_left_is_nothing_leaked()
    {
        Violation?[] violations =
        [
            NothingLeaked.OfEntries(1, 0), NothingLeaked.OfWindows(1, 0), NothingLeaked.OfCharges(1, 0),
            NothingLeaked.OfPin(1, 0),
        ];

        Assert.All(violations, Assert.Null);
    }

    [Theory]
    [MemberData(nameof(Unbalanced))]
    public void Entries_must_balance(long balance) => Assert.NotNull(NothingLeaked.OfEntries(1, balance));

    [Theory]
    [MemberData(nameof(Unbalanced))]
    public void Windows_must_balance(long balance) => Assert.NotNull(NothingLeaked.OfWindows(1, balance));

    [Theory]
    [MemberData(nameof(Unbalanced))]
    public void Charges_must_balance(long balance) => Assert.NotNull(NothingLeaked.OfCharges(1, balance));

    [Fact]
    public void A_range_that_is_held_is_a_leak() => Assert.NotNull(NothingLeaked.OfPin(1, 1));
}
