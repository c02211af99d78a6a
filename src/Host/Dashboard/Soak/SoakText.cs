using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>The report of a soak, to be read.</summary>
internal static class SoakText
{
    private const int SeedsShown = 10;

    public static string Of(SoakReport report)
    {
        TextReport text = new();
        SoakTotals totals = report.Latest.Totals;
        string mutations = report.Header.Mutations.Length == 0 ? "" : $", mutations {report.Header.Mutations}";
        string mode = report.Header.Mode == SoakMode.Parallel ? "on real threads" : "in virtual time";
        text.Line($"soak of {report.Header.Scenario} {mode}{mutations}, phyr {report.Header.Version}");
        text.Line($"store {report.Store}");
        WriteSessions(text, report);
        text.Heading("Done");
        text.Row("worlds", Units.Count(totals.Runs), SeedsOf(report.Latest.SeedsDone));
        text.Row("virtual time", Units.Long(totals.VirtualSeconds));
        text.Row("wall time", Units.Long(totals.WallSeconds), $"{Units.Long(totals.CpuSeconds)} of CPU");
        text.Row(
            "deliveries",
            Units.Count(totals.Deliveries),
            $"{PerSecond(totals.Deliveries, totals.WallSeconds)} a second, "
            + $"{PerSecond(totals.Deliveries, totals.CpuSeconds)} a CPU second");
        text.Row("events", Units.Count(totals.Events), $"{Units.Count(totals.Checks)} checks of invariants");
        WriteHeld(text, totals);
        WriteFlatness(text, report.Flatness);
        WriteCoverage(text, report.Latest);
        WriteFindings(text, report);
        return text.ToString();
    }

    private static void WriteSessions(TextReport text, SoakReport report)
    {
        foreach (SoakSession session in report.Sessions)
        {
            string workers = session.Workers == 0 ? "all cores" : $"{session.Workers} workers";
            text.Line(
                $"session {session.Id}, {session.StartedAt:yyyy-MM-dd HH:mm:ss} UTC, {workers}, "
                + $"{Units.Long(session.WallSeconds)}: {EndOf(session)}");
        }
    }

    public static string EndOf(SoakSession session) =>
        session.End.Length == 0 ? "without an end: it runs, or was killed" : session.End;

    public static string SeedsOf(IReadOnlyList<(ulong First, ulong Last)> done) => done.Count == 0
        ? "no seed is done"
        : $"seeds {string.Join(", ", done.Select(static run => run.First == run.Last
            ? $"{run.First}"
            : $"{run.First}-{run.Last}"))}";

    public static string PerSecond(long count, double seconds) =>
        seconds > 0 ? Units.Count((long)(count / seconds)) : "-";

    private static void WriteHeld(TextReport text, SoakTotals totals)
    {
        HeldSummary held = totals.Held;
        text.Heading("Held by pins, in the mean over virtual time");
        if (held.PinnedByteSeconds <= 0)
        {
            text.Line("  nothing");
            return;
        }

        text.Row("pinned", Units.Bytes(held.PinnedByteSeconds / totals.VirtualSeconds), "in a world");
        text.Row("chunks of a GiB", Units.Count((long)held.ChunksPerGiB), "the more, the more fragmented");
        text.Line("  description of a pinned GiB, beside the kernel's scatterlist");
        foreach ((string name, double bytes) in Formats(held))
        {
            text.Row(
                "  " + name,
                Units.Bytes(bytes),
                $"scatterlist / {name} = {Units.Ratio(held.BytesPerGiB.Scatterlist, bytes)}");
        }
    }

    /// <summary>Bytes of description per pinned GiB.</summary>
    public static IReadOnlyList<(string Name, double Bytes)> Formats(HeldSummary held) =>
    [
        ("scatterlist", held.BytesPerGiB.Scatterlist),
        ("bio_vec", held.BytesPerGiB.BioVec),
        ("phyr", held.BytesPerGiB.Phyr),
        ("packed", held.BytesPerGiB.Packed),
        ("compressed", held.BytesPerGiB.Compressed),
    ];

    private static void WriteFlatness(TextReport text, Flatness flat)
    {
        text.Heading("Held level");
        if (!flat.IsKnown)
        {
            text.Line("  too short to say");
            return;
        }

        text.Line(
            $"  the longest session's last {Units.Long(flat.Seconds)}, "
            + $"without {Units.Long(flat.WarmUpSeconds)} of warm-up");
        text.Row(
            "memory",
            Units.Bytes(flat.MeanRssBytes),
            $"{Units.Growth(flat.MemoryGrowth)} over that time: "
            + Verdict(flat.IsMemoryFlat, Flatness.MemoryGrowthMax));
        text.Row(
            "deliveries a second",
            Units.Count((long)flat.Throughput),
            $"{Units.Growth(flat.ThroughputGrowth)}: {Verdict(flat.IsThroughputFlat, Flatness.ThroughputGrowthMax)}");
        text.Row(
            "deliveries a CPU second",
            Units.Count((long)flat.CpuThroughput),
            Units.Growth(flat.CpuThroughputGrowth));
    }

    public static string Verdict(bool isFlat, double most) =>
        isFlat ? $"level (within {most:0 %})" : $"NOT level (more than {most:0 %})";

    private static void WriteCoverage(TextReport text, SoakSnapshot latest)
    {
        text.Heading("Coverage");
        text.Row("distinct classes", Units.Count(latest.DistinctClasses));
        text.Row(
            "  unseen",
            latest.Totals.Runs == 0 ? "-" : Units.Percent(latest.UnseenShare),
            "of further worlds would be of a class not met so far");
        foreach (WindowCount window in latest.Windows)
        {
            string remark = window.Times == 0 ? "never open: nothing is known of this race" : "times";
            text.Line(
                $"  {window.Name.PadRight(46)} {Units.Count(window.Schedules),10} worlds "
                + $"{Units.Count(window.Times),12} {remark}");
        }

        foreach (SiteCount site in latest.Sites)
        {
            text.Line(
                $"  fault at {site.Site.PadRight(37)} {Units.Count(site.Taken),10} times "
                + $"{Units.Count(site.Asked),12} asked");
        }
    }

    /// <summary>Those of one invariant together, in the order in which each was first found.</summary>
    public static IEnumerable<IGrouping<string, SoakFinding>> ByInvariant(SoakReport report) =>
        report.Findings.GroupBy(static found => found.Finding.Invariant, StringComparer.Ordinal);

    /// <summary>The worlds in which an invariant was violated.</summary>
    public static string Seeds(IEnumerable<SoakFinding> same)
    {
        ulong[] seeds = [.. same.Select(static found => found.Seed)];
        string more = seeds.Length > SeedsShown ? $" and {Units.Count(seeds.Length - SeedsShown)} more" : string.Empty;
        return $"seeds {string.Join(", ", seeds.Take(SeedsShown))}{more}";
    }

    private static void WriteFindings(TextReport text, SoakReport report)
    {
        text.Line();
        foreach (IGrouping<string, SoakFinding> same in ByInvariant(report))
        {
            SoakFinding first = same.First();
            FindingText.Write(text, first.Finding, report.RemarkOn(same.Key));
            text.Line($"  seed      {first.Seed}, after {Units.Long(first.WallSeconds)}");
            text.Line($"  again     {report.RunAgain(first)}");
            if (first.Remark.Length > 0)
            {
                text.Line($"            {first.Remark}");
            }

            text.Line($"  kept      {Units.Count(same.Count())}: {Seeds(same)}");
            text.Line();
        }

        long total = report.Latest.Totals.Findings;
        text.Line(total == 0 ? "Findings: none" : $"Findings: {Units.Count(total)}");
    }
}
