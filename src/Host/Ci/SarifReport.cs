using System.Text.Json;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A result as SARIF 2.1.0 (OASIS, 2020): a rule for each invariant, a result for each problem, each located
/// in the scenario file, since that is what the reader has.</summary>
internal sealed class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    private readonly CiResult _result;
    private readonly Utf8JsonWriter _json;
    private readonly string[] _rules;

    private SarifReport(CiResult result, Utf8JsonWriter json)
    {
        (_result, _json) = (result, json);
        _rules = [.. result.Problems.Select(static problem => problem.Rule).Distinct(StringComparer.Ordinal)];
    }

    public static void Write(Stream stream, CiResult result)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        new SarifReport(result, json).Write();
    }

    private void Write()
    {
        _json.WriteStartObject();
        _json.WriteString("$schema", Schema);
        _json.WriteString("version", "2.1.0");
        _json.WriteStartArray("runs");
        _json.WriteStartObject();
        WriteTool();
        _json.WriteString("columnKind", "utf16CodeUnits");
        _json.WriteStartArray("invocations");
        _json.WriteStartObject();
        _json.WriteBoolean("executionSuccessful", true);
        _json.WriteNumber("exitCode", _result.Problems.Count > 0 ? ExitCode.Violation : ExitCode.Ok);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteStartArray("results");
        foreach (CiProblem problem in _result.Problems)
        {
            WriteResult(problem);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteTool()
    {
        _json.WriteStartObject("tool");
        _json.WriteStartObject("driver");
        _json.WriteString("name", "phyr");
        _json.WriteString("version", CommandTree.Version);
        _json.WriteStartArray("rules");
        foreach (string rule in _rules)
        {
            _json.WriteStartObject();
            _json.WriteString("id", rule);
            _json.WriteStartObject("shortDescription");
            _json.WriteString("text", rule == CiProblem.NotTested
                ? "A race window that the scenario promises was never open."
                : $"The invariant {rule} is violated.");
            _json.WriteEndObject();
            if (InvariantWords.Of(rule) is { } words)
            {
                _json.WriteStartObject("fullDescription");
                _json.WriteString("text", $"The rule: {words}.");
                _json.WriteEndObject();
            }

            _json.WriteStartObject("defaultConfiguration");
            _json.WriteString("level", "error");
            _json.WriteEndObject();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteResult(CiProblem problem)
    {
        _json.WriteStartObject();
        _json.WriteString("ruleId", problem.Rule);
        _json.WriteNumber("ruleIndex", Array.IndexOf(_rules, problem.Rule));
        _json.WriteString("level", "error");
        _json.WriteStartObject("message");
        _json.WriteString("text", string.Join('\n', problem.Lines));
        _json.WriteEndObject();
        WriteLocation(problem);
        if (problem.Trace is { } trace)
        {
            _json.WriteStartObject("partialFingerprints");
            _json.WriteString("runHash/v1", $"{trace.FinalHash:x16}");
            _json.WriteEndObject();
        }

        _json.WriteStartObject("properties");
        _json.WriteNumber("seed", _result.Seed);
        if (problem.Trace is { } found)
        {
            _json.WriteNumber("schedule", found.ScheduleIndex);
            _json.WriteNumber("steps", found.Steps.Count);
        }

        if (problem.SavedAs is not null)
        {
            _json.WriteString("trace", problem.SavedAs);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteLocation(CiProblem problem)
    {
        _json.WriteStartArray("locations");
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation");
        _json.WriteStartObject("artifactLocation");
        _json.WriteString("uri", UriOf(_result.ScenarioPath));
        _json.WriteEndObject();
        _json.WriteStartObject("region");
        _json.WriteNumber("startLine", 1);
        _json.WriteEndObject();
        _json.WriteEndObject();
        if (problem.Finding is { Actor.Length: > 0 } finding)
        {
            _json.WriteStartArray("logicalLocations");
            _json.WriteStartObject();
            _json.WriteString("fullyQualifiedName", finding.Actor);
            _json.WriteString("kind", "object");
            _json.WriteEndObject();
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    /// <summary>A file name as a URI reference: relative names stay so.</summary>
    private static string UriOf(string path) => Path.IsPathFullyQualified(path)
        ? new Uri(path).AbsoluteUri
        : string.Join('/', path.Split(Path.DirectorySeparatorChar, '/').Select(Uri.EscapeDataString));
}
