using System.Text;
using System.Text.Json;

namespace PhyrActors.Host;

/// <summary>A result as JSON lines: one object for each problem, and one that sums up, which comes last.</summary>
internal static class JsonLines
{
    public static void Write(Stream stream, CiResult result)
    {
        foreach (CiProblem problem in result.Problems)
        {
            WriteLine(stream, json => WriteProblem(json, result, problem));
        }

        WriteLine(stream, json =>
        {
            json.WriteString("kind", "summary");
            WriteSource(json, result);
            json.WriteString("extent", result.Extent);
            json.WriteNumber("problems", result.Problems.Count);
            json.WriteNumber("wallSeconds", Math.Round(result.WallSeconds, 3));
        });
    }

    private static void WriteLine(Stream stream, Action<Utf8JsonWriter> writeFields) =>
        stream.Write(Encoding.UTF8.GetBytes(JsonText.Of(writeFields)));

    private static void WriteProblem(Utf8JsonWriter json, CiResult result, CiProblem problem)
    {
        json.WriteString("kind", problem.Finding is null ? CiProblem.NotTested : "finding");
        WriteSource(json, result);
        json.WriteString("text", problem.Text);
        json.WritePropertyName("finding");
        json.WriteFinding(problem.Finding);
        json.WriteString("trace", problem.SavedAs);
        if (problem.Trace is { } trace)
        {
            json.WriteString("foundBy", trace.Strategy);
            json.WriteNumber("schedule", trace.ScheduleIndex);
            json.WriteNumber("steps", trace.Steps.Count);
            json.WriteHash("hash", trace.FinalHash);
        }
    }

    private static void WriteSource(Utf8JsonWriter json, CiResult result)
    {
        json.WriteString("verb", result.Verb);
        json.WriteString("scenario", result.ScenarioPath);
        json.WriteNumber("seed", result.Seed);
    }
}
