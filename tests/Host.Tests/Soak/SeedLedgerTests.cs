namespace PhyrActors.Host.Tests;

public class SeedLedgerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(39)]
    public void Seeds_that_are_done_become_one_run_in_whatever_order_they_end(int stride)
    {
        SeedLedger ledger = new(1, []);
        ulong[] taken = [.. Enumerable.Range(0, 40).Select(_ => ledger.Take())];

        // Every stride is prime to 40.
        foreach (int i in Enumerable.Range(0, 40))
        {
            ledger.Finish(taken[i * stride % 40]);
        }

        Assert.Equal([(1UL, 40UL)], ledger.Done);
    }

    [Fact]
    public void A_gap_is_kept()
    {
        SeedLedger ledger = new(1, []);
        ulong[] taken = [ledger.Take(), ledger.Take(), ledger.Take()];

        ledger.Finish(taken[0]);
        ledger.Finish(taken[2]);

        Assert.Equal([(1UL, 1UL), (3UL, 3UL)], ledger.Done);
    }

    [Fact]
    public void A_seed_that_was_under_way_is_taken_again()
    {
        SeedLedger ledger = new(1, [(1, 3), (5, 6)]);

        ulong[] taken = [ledger.Take(), ledger.Take(), ledger.Take()];

        Assert.Equal([4UL, 7UL, 8UL], taken);
    }
}
