using PhyrActors.Scenarios;

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
        ("held bytes", totals.Held.PinnedByteSeconds),
        ("held chunks", totals.Held.ChunkSeconds),
        ("held scatterlist", totals.Held.FormatByteSeconds.Scatterlist),
        ("held bio_vec", totals.Held.FormatByteSeconds.BioVec),
        ("held phyr", totals.Held.FormatByteSeconds.Phyr),
        ("held packed", totals.Held.FormatByteSeconds.Packed),
        ("held compressed", totals.Held.FormatByteSeconds.Compressed),
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
            Held = new HeldSummary(
                Of("held bytes"),
                Of("held chunks"),
                new FormatBytes(
                    Of("held scatterlist"),
                    Of("held bio_vec"),
                    Of("held phyr"),
                    Of("held packed"),
                    Of("held compressed"))),
        };

        double Of(string name) => rows.GetValueOrDefault(name);
    }
}
