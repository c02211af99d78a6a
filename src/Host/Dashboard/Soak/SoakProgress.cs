using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Rates of a session: of all of it, and of the latest seconds.</summary>
internal sealed class SoakRate(SoakTotals start)
{
    private const double WindowSeconds = 10;

    private readonly Queue<SoakTotals> _latest = new([start]);

    /// <summary>Deliveries a second, lately.</summary>
    public double Of(SoakTotals now)
    {
        _latest.Enqueue(now);
        while (_latest.Count > 2 && now.WallSeconds - _latest.Peek().WallSeconds > WindowSeconds)
        {
            _latest.Dequeue();
        }

        SoakTotals then = _latest.Peek();
        double seconds = now.WallSeconds - then.WallSeconds;
        return seconds > 0 ? (now.Deliveries - then.Deliveries) / seconds : 0;
    }
}

/// <summary>How a soak stands, for somebody who watches.</summary>
internal static class SoakProgress
{
    private const int SitesShown = 5;

    public static ProgressReport Of(
        Scenario scenario,
        SoakBudget budget,
        SoakRate rate,
        SoakSnapshot? now,
        IReadOnlyList<KeyValuePair<string, long>> findings)
    {
        if (now is null)
        {
            return new ProgressReport($"soak of {scenario.Name}: beginning", []);
        }

        SoakTotals totals = now.Totals;
        string remaining = budget.RemainingSeconds(totals) is { } seconds ? Units.Long(seconds) : "until interrupted";
        return new ProgressReport($"soak of {scenario.Name}",
        [
            ("elapsed", Units.Long(totals.WallSeconds)),
            ("remaining", remaining),
            ("virtual time", Units.Long(totals.VirtualSeconds)),
            ("worlds", Units.Count(totals.Runs)),
            ("deliveries", Units.Count(totals.Deliveries)),
            ("deliveries/s", Units.Count((long)rate.Of(totals))),
            ("checks", Units.Count(totals.Checks)),
            ("pinned", Units.Bytes(now.PinnedBytes)),
            ("mappings", Units.Count(now.LiveWindows)),
            ("exposed pages", Units.Count(now.ExposedPages)),
            ("faults", Units.Count(totals.Faults)),
            .. now.Sites.Where(static site => site.Taken > 0)
                .OrderByDescending(static site => site.Taken)
                .Take(SitesShown)
                .Select(static site => ($"  {site.Site}", Units.Count(site.Taken))),
            ("classes", Units.Count(now.DistinctClasses)),
            ("unseen", totals.Runs == 0 ? "-" : Units.Percent(now.UnseenShare)),
            ("memory", Units.Bytes(now.RssBytes)),
            ("findings", Units.Count(totals.Findings)),
            .. findings.Select(static found => ($"  {found.Key}", Units.Count(found.Value))),
        ]);
    }
}
