using System.Text.Json;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Host;

/// <summary>A replay and what is to be said of it.</summary>
internal sealed record ReplayReport(string Path, Trace Trace, MutationSet Mutations, ReplayResult Result)
{
    private const int DeviationsMax = 20;

    public string ToText()
    {
        TextReport text = new();
        text.Line(
            $"{Path}: {Units.Count(Trace.Steps.Count)} steps, seed {Trace.Seed}, "
            + $"mutations {(Mutations.IsEmpty ? "none" : Mutations)}");
        switch (Result)
        {
            case Reproduced reproduced:
                FindingText.Write(text, reproduced.Finding);
                text.Line($"reproduced at step {reproduced.Finding.Step}, hash {Trace.FinalHash:x16}");
                break;
            case OtherFinding other:
                FindingText.Write(text, other.Found);
                text.Line($"another finding: the trace was kept for {other.Expected.Invariant} "
                    + $"at step {other.Expected.Step}");
                break;
            case Diverged diverged:
                text.Line($"diverged at step {diverged.Step}: expected {diverged.Expected}, "
                    + $"instead there is {Instead(diverged.Enabled)}; not reproduced "
                    + "(--continue goes on from there)");
                break;
            case Continued continued:
                WriteContinued(text, continued);
                break;
            default:
                text.Line("no violation: the same steps, and nothing was found");
                break;
        }

        return text.ToString();
    }

    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteString("trace", Path);
        json.WriteNumber("seed", Trace.Seed);
        json.WriteNumber("steps", Trace.Steps.Count);
        json.WriteTexts("mutations", MutationNames.Of(Mutations));
        json.WriteString("result", Result switch
        {
            Reproduced => "reproduced",
            OtherFinding => "other-finding",
            Diverged => "diverged",
            Continued { Finding: null } => "no-finding",
            Continued { IsSame: false } => "other-finding",
            Continued => "reproduced",
            _ => "no-finding",
        });
        json.WritePropertyName("finding");
        json.WriteFinding(Result switch
        {
            Reproduced reproduced => reproduced.Finding,
            OtherFinding other => other.Found,
            Continued continued => continued.Finding,
            _ => null,
        });
        WriteDivergence(json);
        WriteDeviations(json);
        json.WriteHash("hash", Result is Reproduced ? Trace.FinalHash : null);
    });

    private void WriteContinued(TextReport text, Continued continued)
    {
        foreach (ReplayDeviation deviation in continued.Deviations.Take(DeviationsMax))
        {
            text.Line($"after step {deviation.Step}: {KindOf(deviation)}: {deviation.Text}");
        }

        if (continued.Deviations.Count > DeviationsMax)
        {
            string more = Units.Count(continued.Deviations.Count - DeviationsMax);
            text.Line($"and {more} more deviations (--json has all)");
        }

        if (continued.Finding is { } finding)
        {
            FindingText.Write(text, finding);
        }

        string verdict = continued switch
        {
            { Finding: null } => "no violation",
            { IsSame: true } => "the same violation",
            _ => $"another finding: the trace was kept for {Trace.Finding.Invariant}",
        };
        text.Line($"{verdict}; {Units.Count(continued.Followed)} of {Units.Count(Trace.Steps.Count)} steps came as "
            + $"recorded, {Units.Count(continued.Deviations.Count)} deviations");
    }

    private void WriteDeviations(Utf8JsonWriter json)
    {
        if (Result is not Continued continued)
        {
            json.WriteNull("deviations");
            return;
        }

        json.WriteStartArray("deviations");
        foreach (ReplayDeviation deviation in continued.Deviations)
        {
            json.WriteStartObject();
            json.WriteString("kind", KindOf(deviation));
            json.WriteNumber("step", deviation.Step);
            json.WriteString("text", deviation.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string KindOf(ReplayDeviation deviation) => deviation.Kind switch
    {
        DeviationKind.Missing => "missing",
        DeviationKind.Late => "late",
        DeviationKind.Extra => "extra",
        _ => "choice",
    };

    private static string Instead(IReadOnlyList<string> enabled) =>
        enabled.Count == 0 ? "nothing to deliver" : string.Join(" or ", enabled.Take(5))
            + (enabled.Count > 5 ? $" or {enabled.Count - 5} more" : string.Empty);

    private void WriteDivergence(Utf8JsonWriter json)
    {
        if (Result is not Diverged diverged)
        {
            json.WriteNull("divergence");
            return;
        }

        json.WriteStartObject("divergence");
        json.WriteNumber("step", diverged.Step);
        json.WriteString("expected", diverged.Expected);
        json.WriteTexts("enabled", diverged.Enabled);
        json.WriteEndObject();
    }
}
