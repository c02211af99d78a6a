namespace PhyrActors.Model.Tests;

public sealed class MemlockAccountTests
{
    [Fact]
    public void The_limit_itself_may_be_charged() => Assert.Equal(Errno.None, new MemlockAccount(16).Charge(16));

    [Fact]
    public void A_charge_above_the_limit_is_refused_and_not_kept()
    {
        MemlockAccount account = new(16);
        account.Charge(10);

        Errno errno = account.Charge(7);

        Assert.Equal((Errno.ENOMEM, 10UL), (errno, account.PinnedPages));
    }

    [Fact]
    public void A_charge_near_the_end_of_the_numbers_does_not_wrap_below_the_limit()
    {
        MemlockAccount account = new(16);
        account.Charge(10);

        Assert.Equal(Errno.ENOMEM, account.Charge(ulong.MaxValue));
    }

    [Fact]
    public void The_capability_lifts_the_limit() =>
        Assert.Equal(Errno.None, new MemlockAccount(16, hasCapIpcLock: true).Charge(17));

    [Fact]
    public void What_is_given_back_can_be_charged_again()
    {
        MemlockAccount account = new(16);
        account.Charge(16);
        account.Uncharge(4);

        Assert.Equal(Errno.None, account.Charge(4));
    }

    [Fact]
    public void More_than_was_charged_cannot_be_given_back()
    {
        MemlockAccount account = new(16);
        account.Charge(4);

        Assert.Throws<InvariantException>(() => account.Uncharge(5));
    }
}
