using System.Text.Json;
using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>The report of a soak as one JSON object.</summary>
internal static class SoakJson
{
    public static string Of(SoakReport report) => JsonText.Of(json =>
    {
        SoakSnapshot latest = report.Latest;
        SoakTotals totals = latest.Totals;
        json.WriteString("scenario", report.Header.Scenario);
        json.WriteString("mode", report.Header.Mode == SoakMode.Parallel ? "parallel" : "simulated");
        json.WriteTexts("mutations", report.Header.Mutations.Split(',', StringSplitOptions.RemoveEmptyEntries));
        json.WriteString("store", report.Store);
        json.WriteNumber("sessions", report.Sessions.Count);
        json.WriteNumber("worlds", totals.Runs);
        json.WriteNumber("deliveries", totals.Deliveries);
        json.WriteNumber("events", totals.Events);
        json.WriteNumber("checks", totals.Checks);
        json.WriteNumber("virtualSeconds", totals.VirtualSeconds);
        json.WriteNumber("wallSeconds", Math.Round(totals.WallSeconds, 3));
        json.WriteNumber("cpuSeconds", Math.Round(totals.CpuSeconds, 3));
        json.WriteNumber("faults", totals.Faults);
        json.WriteNumber("distinctClasses", latest.DistinctClasses);
        json.WriteNumber("unseenShare", latest.UnseenShare);
        json.WriteNumber("rssBytes", latest.RssBytes);
        WriteHeld(json, totals.Held);
        WriteFlatness(json, report.Flatness);
        WriteCoverage(json, latest);
        WriteFindings(json, report);
    });

    private static void WriteHeld(Utf8JsonWriter json, HeldSummary held)
    {
        json.WriteStartObject("held");
        json.WriteNumber("pinnedGiBSeconds", held.PinnedGiBSeconds);
        json.WriteNumber("chunksPerGiB", Math.Round(held.ChunksPerGiB, 1));
        json.WriteStartObject("bytesPerGiB");
        json.WriteNumber("scatterlist", Math.Round(held.BytesPerGiB.Scatterlist, 1));
        json.WriteNumber("bioVec", Math.Round(held.BytesPerGiB.BioVec, 1));
        json.WriteNumber("phyr", Math.Round(held.BytesPerGiB.Phyr, 1));
        json.WriteNumber("packed", Math.Round(held.BytesPerGiB.Packed, 1));
        json.WriteNumber("compressed", Math.Round(held.BytesPerGiB.Compressed, 1));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFlatness(Utf8JsonWriter json, Flatness flat)
    {
        if (!flat.IsKnown)
        {
            json.WriteNull("flat");
            return;
        }

        json.WriteStartObject("flat");
        json.WriteNumber("seconds", flat.Seconds);
        json.WriteNumber("warmUpSeconds", flat.WarmUpSeconds);
        json.WriteNumber("memoryGrowth", flat.MemoryGrowth);
        json.WriteNumber("throughputGrowth", flat.ThroughputGrowth);
        json.WriteNumber("cpuThroughputGrowth", flat.CpuThroughputGrowth);
        json.WriteNumber("meanRssBytes", flat.MeanRssBytes);
        json.WriteNumber("throughput", flat.Throughput);
        json.WriteNumber("cpuThroughput", flat.CpuThroughput);
        json.WriteBoolean("isMemoryFlat", flat.IsMemoryFlat);
        json.WriteBoolean("isThroughputFlat", flat.IsThroughputFlat);
        json.WriteEndObject();
    }

    private static void WriteCoverage(Utf8JsonWriter json, SoakSnapshot latest)
    {
        json.WriteStartArray("windows");
        foreach (WindowCount window in latest.Windows)
        {
            json.WriteStartObject();
            json.WriteString("name", window.Name);
            json.WriteNumber("worlds", window.Schedules);
            json.WriteNumber("times", window.Times);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sites");
        foreach (SiteCount site in latest.Sites)
        {
            json.WriteStartObject();
            json.WriteString("site", site.Site);
            json.WriteNumber("asked", site.Asked);
            json.WriteNumber("taken", site.Taken);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("seedsDone");
        foreach ((ulong first, ulong last) in latest.SeedsDone)
        {
            json.WriteStartArray();
            json.WriteNumberValue(first);
            json.WriteNumberValue(last);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter json, SoakReport report)
    {
        json.WriteNumber("findingsTotal", report.Latest.Totals.Findings);
        json.WriteStartArray("findings");
        foreach (SoakFinding found in report.Findings)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", found.Seed);
            json.WriteNumber("wallSeconds", Math.Round(found.WallSeconds, 3));
            json.WritePropertyName("finding");
            json.WriteFinding(found.Finding);
            json.WriteTexts(
                "expectedOf", Resources.ExpectedOf(report.Kernel).QuirksBehind(found.Finding.Invariant));
            json.WriteString("trace", found.TraceFile);
            json.WriteString("remark", found.Remark);
            json.WriteString("again", report.RunAgain(found));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
