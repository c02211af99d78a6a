namespace PhyrActors.Host.Tests;

/// <summary>What somebody who watches a soak sees, as one line where no terminal is.</summary>
public sealed class SoakProgressTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_soak_that_has_not_begun_says_so() =>
        Assert.Equal("soak of small: beginning: ", Of(SoakBudget.None, null));

    [Fact]
    public void What_was_done_and_what_is_left_of_the_budget_are_told()
    {
        string line = Of(SoakBudget.None with { WallSeconds = 60 }, Snapshot(new SoakTotals
        {
            WallSeconds = 15,
            VirtualSeconds = 120,
            Runs = 3,
            Deliveries = 30_000,
        }));

        Assert.Contains("elapsed 15.0 s, remaining 45.0 s, virtual time 2 min 0 s", line, StringComparison.Ordinal);
        Assert.Contains("worlds 3, deliveries 30,000, deliveries/s 2,000", line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_held_and_exposed_is_told() =>
        Assert.Contains(
            $"pinned {Units.Bytes(1UL << 30)}, mappings 7, exposed pages 5",
            Of(SoakBudget.None, Snapshot(new SoakTotals())),
            StringComparison.Ordinal);

    [Fact]
    public void The_sites_that_struck_most_and_the_findings_are_told()
    {
        string line = Of(SoakBudget.None, Snapshot(new SoakTotals { Findings = 2 }), ("I-1", 2));

        Assert.Contains("pin.short 9,   iova.node 4, classes", line, StringComparison.Ordinal);
        Assert.EndsWith("findings 2,   I-1 2", line, StringComparison.Ordinal);
    }

    private string Of(SoakBudget budget, SoakSnapshot? now, params (string Invariant, long Count)[] findings) =>
        SoakProgress.Of(
            ScenarioStore.Load(_session.Scenario, []),
            budget,
            new SoakRate(new SoakTotals()),
            now,
            [.. findings.Select(static found => KeyValuePair.Create(found.Invariant, found.Count))]).ToString();

    private static SoakSnapshot Snapshot(SoakTotals totals) => new(
        totals,
        1UL << 30,
        7,
        5,
        2,
        0.5,
        [],
        [new SiteCount("iova.node", 40, 4), new SiteCount("link.cut", 8, 0), new SiteCount("pin.short", 90, 9)],
        [],
        [],
        1 << 20,
        1 << 20);
}
