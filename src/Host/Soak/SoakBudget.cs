namespace PhyrActors.Host;

/// <summary>When a soak is over: what was said first counts, over all its sessions; nothing said, never.</summary>
/// <param name="WallSeconds">Time in which it ran.</param>
/// <param name="VirtualSeconds">Virtual time of all worlds together.</param>
/// <param name="Seeds">Worlds run to their end.</param>
internal sealed record SoakBudget(double? WallSeconds, double? VirtualSeconds, long? Seeds)
{
    public static readonly SoakBudget None = new(null, null, null);

    /// <summary>Whether so much is enough.</summary>
    public bool IsSpent(SoakTotals totals) => totals.WallSeconds >= WallSeconds
        || totals.VirtualSeconds >= VirtualSeconds
        || totals.Runs >= Seeds;

    /// <summary>Seconds of wall time that seem to be left; null without a budget, or before anything is
    /// known.</summary>
    public double? RemainingSeconds(SoakTotals totals)
    {
        double?[] left =
        [
            WallSeconds - totals.WallSeconds,
            Rest(VirtualSeconds, totals.VirtualSeconds),
            Rest(Seeds, totals.Runs),
        ];
        double? least = left.Min();
        return least is { } seconds ? Math.Max(0, seconds) : null;

        double? Rest(double? budget, double done) =>
            budget is null || done <= 0 ? null : (budget - done) * totals.WallSeconds / done;
    }
}
