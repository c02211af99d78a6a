namespace PhyrActors.Host;

/// <summary>The totals of a soak by the names under which its store keeps them.</summary>
internal static class SoakTotalNames
{
    public static IEnumerable<(string Name, double Value)> ToRows(SoakTotals totals) =>
    [
        ("runs", totals.Runs),
        ("deliveries", totals.Deliveries),
        ("events", totals.Events),
        ("checks", totals.Checks),
        ("virtual", totals.VirtualSeconds),
        ("wall", totals.WallSeconds),
        ("cpu", totals.CpuSeconds),
        ("faults", totals.Faults),
        ("findings", totals.Findings),
    ];

    public static SoakTotals FromRows(IReadOnlyDictionary<string, double> rows)
    {
        return new SoakTotals
        {
            Runs = (long)Of("runs"),
            Deliveries = (long)Of("deliveries"),
            Events = (long)Of("events"),
            Checks = (long)Of("checks"),
            VirtualSeconds = Of("virtual"),
            WallSeconds = Of("wall"),
            CpuSeconds = Of("cpu"),
            Faults = (long)Of("faults"),
            Findings = (long)Of("findings"),
        };

        double Of(string name) => rows.GetValueOrDefault(name);
    }
}
