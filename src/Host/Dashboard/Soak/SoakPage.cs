using System.Net;
using System.Text;

namespace PhyrActors.Host;

/// <summary>The report of a soak as one page of HTML: plots as inline SVG, nothing from elsewhere, light and
/// dark.</summary>
internal static class SoakPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1c2733; --soft: #5b6a7a; --line: #d8dee6; --paper: #fbfcfd;
          --card: #ffffff; --blue: #1f6feb; --green: #1a7f5a; --red: #c9302c; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #93a1b1; --line: #33404e;
          --paper: #12181f; --card: #1a222b; --blue: #6cb0ff; --green: #56d39b; --red: #ff7b72; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p { margin: .25rem 0; color: var(--soft); }
        .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: .75rem;
          margin: 1rem 0; }
        .figure, .plot { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
          padding: .75rem; }
        .figure b { display: block; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
        .figure span, figcaption { color: var(--soft); font-size: .85rem; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: .75rem; }
        .plot { margin: 0; } .plot svg { width: 100%; height: auto; display: block; }
        svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
        svg .grid { stroke: var(--line); } svg .course { fill: none; stroke: var(--blue); stroke-width: 1.5; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line);
          vertical-align: top; }
        th { color: var(--soft); font-weight: 500; } .n { text-align: right; }
        code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
        .good { color: var(--green); } .bad { color: var(--red); }
        """;

    public static void Write(Stream stream, SoakReport report)
    {
        stream.Write(Encoding.UTF8.GetBytes(Of(report)));
    }

    public static string Of(SoakReport report)
    {
        StringBuilder page = new();
        string title = $"Soak of {Text(report.Header.Scenario)}";
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<title>{title}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        WriteHeader(page, report);
        WriteFigures(page, report);
        WritePlots(page, report.Metrics);
        WriteFlatness(page, report.Flatness);
        WriteFindings(page, report);
        WriteCoverage(page, report.Latest);
        WriteSessions(page, report.Sessions);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteHeader(StringBuilder page, SoakReport report)
    {
        string mode = report.Header.Mode == SoakMode.Parallel ? "One system on real threads" : "Simulated worlds";
        string mutations = report.Header.Mutations.Length == 0 ? "none" : report.Header.Mutations;
        page.Append($"<p>{mode}, mutations: {Text(mutations)}, phyr {Text(report.Header.Version)}; ")
            .Append($"{Text(SoakText.SeedsOf(report.Latest.SeedsDone))}</p>\n");
    }

    private static void WriteFigures(StringBuilder page, SoakReport report)
    {
        SoakTotals totals = report.Latest.Totals;
        page.Append("<div class=\"figures\">\n");
        Figure("worlds", Units.Count(totals.Runs));
        Figure("deliveries", Units.Count(totals.Deliveries));
        Figure("deliveries a second", SoakText.PerSecond(totals.Deliveries, totals.WallSeconds));
        Figure("deliveries a CPU second", SoakText.PerSecond(totals.Deliveries, totals.CpuSeconds));
        Figure("virtual time", Units.Long(totals.VirtualSeconds));
        Figure("wall time", Units.Long(totals.WallSeconds));
        Figure("checks of invariants", Units.Count(totals.Checks));
        Figure("faults", Units.Count(totals.Faults));
        Figure("distinct classes", Units.Count(report.Latest.DistinctClasses));
        Figure("unseen", totals.Runs == 0 ? "-" : Units.Percent(report.Latest.UnseenShare));
        Figure("memory", Units.Bytes(report.Latest.RssBytes));
        Figure("findings", Units.Count(totals.Findings), totals.Findings == 0 ? "good" : "bad");
        page.Append("</div>\n");

        void Figure(string name, string value, string mark = "") =>
            page.Append($"<div class=\"figure\"><b class=\"{mark}\">{Text(value)}</b><span>{name}</span></div>\n");
    }

    private static void WritePlots(StringBuilder page, IReadOnlyList<SoakMetric> metrics)
    {
        page.Append("<h2>Over time</h2>\n<div class=\"plots\">\n");
        Plot("Deliveries a second", CoursePlot.Rates(metrics, static m => m.Totals.Deliveries));
        Plot("Memory, MiB", CoursePlot.Points(metrics, static m => m.RssBytes / 1048576.0));
        Plot("Pinned, GiB", CoursePlot.Points(metrics, static m => m.PinnedBytes / 1073741824.0));
        Plot("Windows of IOVA in use", CoursePlot.Points(metrics, static m => m.LiveWindows));
        Plot("Faults a second", CoursePlot.Rates(metrics, static m => m.Totals.Faults));
        Plot("Pages exposed", CoursePlot.Points(metrics, static m => m.ExposedPages));
        Plot("Distinct classes", CoursePlot.Points(metrics, static m => m.DistinctClasses));
        Plot("Findings", CoursePlot.Points(metrics, static m => m.Totals.Findings));
        Plot("Chunks of a pinned GiB", CoursePlot.Held(metrics, static held => held.ChunksPerGiB));
        Plot("Scatterlist, bytes a pinned GiB", CoursePlot.Held(metrics, static held => held.BytesPerGiB.Scatterlist));
        Plot("Packed, bytes a pinned GiB", CoursePlot.Held(metrics, static held => held.BytesPerGiB.Packed));
        Plot("Compressed, bytes a pinned GiB", CoursePlot.Held(metrics, static held => held.BytesPerGiB.Compressed));
        page.Append("</div>\n");

        void Plot(string name, IReadOnlyList<(double Seconds, double Value)> course) => page
            .Append($"<figure class=\"plot\"><figcaption>{name}</figcaption>")
            .Append(CoursePlot.Of(name, course))
            .Append("</figure>\n");
    }

    private static void WriteFlatness(StringBuilder page, Flatness flat)
    {
        page.Append("<h2>Held level</h2>\n");
        if (!flat.IsKnown)
        {
            page.Append("<p>Too short to say.</p>\n");
            return;
        }

        page.Append($"<p>The longest session's last {Units.Long(flat.Seconds)}, ")
            .Append($"without {Units.Long(flat.WarmUpSeconds)} of warm-up: by how much a straight line rises.</p>\n");
        Table(
            page,
            ["", "n:mean", "n:rise", "verdict"],
            [
                ["memory", Units.Bytes(flat.MeanRssBytes), Units.Growth(flat.MemoryGrowth),
                    SoakText.Verdict(flat.IsMemoryFlat, Flatness.MemoryGrowthMax)],
                ["deliveries a second", Units.Count((long)flat.Throughput), Units.Growth(flat.ThroughputGrowth),
                    SoakText.Verdict(flat.IsThroughputFlat, Flatness.ThroughputGrowthMax)],
                ["deliveries a CPU second", Units.Count((long)flat.CpuThroughput),
                    Units.Growth(flat.CpuThroughputGrowth), string.Empty],
            ]);
    }

    private static void WriteFindings(StringBuilder page, SoakReport report)
    {
        page.Append("<h2>Findings</h2>\n");
        if (report.Findings.Count == 0)
        {
            page.Append("<p class=\"good\">None.</p>\n");
            return;
        }

        foreach (IGrouping<string, SoakFinding> same in SoakText.ByInvariant(report))
        {
            SoakFinding first = same.First();
            page.Append($"<h3 class=\"bad\">{Text(same.Key)} in {Units.Count(same.Count())} worlds</h3>\n")
                .Append($"<p>{Text(report.RemarkOn(same.Key))}</p>\n")
                .Append($"<p>{Text(first.Finding.Text)}</p>\n<p>seed {first.Seed}: ")
                .Append($"<code>{Text(report.RunAgain(first))}</code> {Text(first.Remark)}</p>\n")
                .Append($"<p>{Text(SoakText.Seeds(same))}</p>\n");
        }
    }

    private static void WriteCoverage(StringBuilder page, SoakSnapshot latest)
    {
        page.Append("<h2>Race windows</h2>\n");
        Table(
            page,
            ["window", "n:worlds", "n:times"],
            latest.Windows.Select(static window => (string[])
                [window.Name, Units.Count(window.Schedules), Units.Count(window.Times)]));
        page.Append("<h2>Faults</h2>\n");
        Table(
            page,
            ["site", "n:asked", "n:taken"],
            latest.Sites.Select(static site => (string[])
                [site.Site, Units.Count(site.Asked), Units.Count(site.Taken)]));
    }

    private static void WriteSessions(StringBuilder page, IReadOnlyList<SoakSession> sessions)
    {
        page.Append("<h2>Sessions</h2>\n");
        Table(
            page,
            ["began, UTC", "n:time", "n:workers", "end"],
            sessions.Select(static session => (string[])
            [
                $"{session.StartedAt:yyyy-MM-dd HH:mm:ss}", Units.Long(session.WallSeconds),
                session.Workers == 0 ? "all cores" : $"{session.Workers}", SoakText.EndOf(session),
            ]));
    }

    /// <param name="page">Where to write.</param>
    /// <param name="columns">Headings; those of numbers begin with <c>n:</c>.</param>
    /// <param name="rows">Cells as plain text.</param>
    private static void Table(StringBuilder page, string[] columns, IEnumerable<string[]> rows)
    {
        string[] classes =
        [
            .. columns.Select(static name =>
                name.StartsWith("n:", StringComparison.Ordinal) ? " class=\"n\"" : string.Empty),
        ];
        page.Append("<div class=\"table\"><table>\n<tr>");
        foreach ((int i, string column) in columns.Index())
        {
            page.Append($"<th{classes[i]}>{Text(classes[i].Length > 0 ? column[2..] : column)}</th>");
        }

        foreach (string[] row in rows)
        {
            page.Append("</tr>\n<tr>");
            foreach ((int i, string cell) in row.Index())
            {
                page.Append($"<td{classes[i]}>{Text(cell)}</td>");
            }
        }

        page.Append("</tr>\n</table></div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
