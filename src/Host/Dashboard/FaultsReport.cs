using System.Text.Json;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>What a sweep saw, site by site, beside what docs/faults.md says.</summary>
internal static class FaultsReport
{
    public static string TextOf(FaultSweepRun sweep, string? trace)
    {
        TextReport text = new();
        text.Line($"{sweep.Scenario}, seed {sweep.Seed}");
        text.Line(
            $"{Units.Count(sweep.Runs)} runs, {Units.Count(sweep.Pairs)} of them pairs"
            + (sweep.IsCutShort ? "; stopped before its end" : string.Empty));
        text.Line();
        text.Line($"  {"site",-22} {"occasions",10} {"struck",8}  {"docs/faults.md",-13} seen");
        foreach (FaultSiteOutcome site in sweep.Sites)
        {
            text.Line(
                $"  {site.Site.Name(),-22} {Units.Count(site.Occasions),10} {Units.Count(site.Struck),8}  "
                + $"{WordOf(FaultCatalogue.Of(site.Site).Verdict),-13} {SeenOf(sweep, site)}");
        }

        WriteDifference(text, sweep, trace);
        return text.ToString();
    }

    public static string JsonOf(FaultSweepRun sweep, string? trace) => JsonText.Of(json =>
    {
        json.WriteString("scenario", sweep.Scenario);
        json.WriteNumber("seed", sweep.Seed);
        json.WriteNumber("runs", sweep.Runs);
        json.WriteNumber("pairs", sweep.Pairs);
        json.WriteBoolean("over", !sweep.IsCutShort);
        json.WriteNumber("differences", sweep.Differences);
        json.WriteStartArray("sites");
        foreach (FaultSiteOutcome site in sweep.Sites)
        {
            WriteSite(json, site);
        }

        json.WriteEndArray();
        json.WriteString("firstDifference", sweep.FirstDifference is { } first ? FaultsOf(first) : null);
        json.WriteString("trace", trace);
    });

    private static void WriteSite(Utf8JsonWriter json, FaultSiteOutcome site)
    {
        json.WriteStartObject();
        json.WriteString("site", site.Site.Name());
        json.WriteNumber("occasions", site.Occasions);
        json.WriteNumber("struck", site.Struck);
        json.WriteBoolean("exhausted", site.IsExhausted);
        json.WriteString("documented", WordOf(FaultCatalogue.Of(site.Site).Verdict));
        json.WriteTexts("broken", [.. site.Broken]);
        json.WriteBoolean("agrees", site.Difference is null);
        json.WriteEndObject();
    }

    private static void WriteDifference(TextReport text, FaultSweepRun sweep, string? trace)
    {
        text.Line();
        if (sweep.FirstDifference is { } first)
        {
            text.Line($"DIFFERENCE with {FaultsOf(first)}: not as docs/faults.md says");
            FindingText.Write(text, first.Unexpected[0]);
        }

        text.Line(sweep.Differences == 0 ? "Differences: none" : $"Differences: {Units.Count(sweep.Differences)}");
        if (trace is not null)
        {
            text.Line($"phyr replay {trace}");
        }
    }

    private static string FaultsOf(FaultCase run) =>
        run.Faults.Count == 0 ? "nothing failing" : string.Join(" and ", run.Faults);

    private static string SeenOf(FaultSweepRun sweep, FaultSiteOutcome site)
    {
        string seen = site.Struck == 0 ? (sweep.IsCountOnly || site.Occasions > 0 ? string.Empty : "never met")
            : site.Broken.Count > 0 ? string.Join(' ', site.Broken)
            : "nothing found";
        string rest = site.IsExhausted || sweep.IsCountOnly || site.Occasions == 0 ? string.Empty : ", not to the end";
        return site.Difference is null ? (seen + rest).TrimStart(',', ' ') : $"{seen}  <- DIFFERS";
    }

    private static string WordOf(FaultVerdict verdict) => verdict switch
    {
        FaultVerdict.Holds => "holds",
        FaultVerdict.Contained => "contained",
        FaultVerdict.Exposed => "exposed",
        _ => "known-unsafe",
    };
}
