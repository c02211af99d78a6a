using System.Globalization;
using System.Text.Json;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>A shrunk trace and what is to be said of it.</summary>
/// <param name="Input">The trace that was shrunk.</param>
/// <param name="Files">Where results were saved.</param>
/// <param name="State">What came out.</param>
/// <param name="Seconds">How long each stage took.</param>
/// <param name="Explanation">Why it fails.</param>
/// <param name="Complaint">What is wrong with the shrunk trace, in one line; null: nothing.</param>
internal sealed record ShrinkReport(
    TracedProgram Input,
    ShrinkFiles Files,
    ShrinkState State,
    IReadOnlyDictionary<ShrinkStage, double> Seconds,
    Explanation Explanation,
    string? Complaint)
{
    public static ProgressReport ProgressOf(TracedProgram input, ShrinkState? state) =>
        new($"shrinking {input.Path}",
        [
            ("stage", state?.Stage.ToString().ToLowerInvariant() ?? "cut"),
            ("deliveries", Units.Count(state?.Measure.Deliveries ?? input.Trace.Steps.Count)),
            ("runs", Units.Count(state?.Runs ?? 0)),
        ]);

    public string ToText()
    {
        TextReport text = new();
        FindingText.Write(text, State.Best.Finding);
        WriteSummary(text);
        text.Line();
        text.Line($"phyr replay {Files.Trace}");
        return text.ToString();
    }

    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteString("trace", Files.Trace);
        json.WriteString("test", Files.Test);
        json.WriteBoolean("minimal", State.IsMinimal);
        json.WriteBoolean("verified", Complaint is null);
        json.WriteNumber("runs", State.Runs);
        json.WriteNumber("steps", State.Best.Steps.Count);
        WriteMeasure(json, "before", State.Original);
        WriteMeasure(json, "after", State.Measure);
        json.WriteStartArray("stages");
        foreach (StageStatistics stage in State.Stages)
        {
            json.WriteStartObject();
            json.WriteString("stage", NameOf(stage));
            json.WriteNumber("runs", stage.Runs);
            json.WriteNumber("successes", stage.Successes);
            json.WriteNumber("seconds", Math.Round(Seconds.GetValueOrDefault(stage.Stage), 3));
            WriteMeasure(json, "before", stage.Before);
            WriteMeasure(json, "after", stage.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        ExplanationText.WriteJson(json, Explanation);
        json.WritePropertyName("finding");
        json.WriteFinding(State.Best.Finding);
        json.WriteHash("hash", State.Best.FinalHash);
    });

    /// <summary>What was shrunk, why it fails, and where everything is.</summary>
    public void WriteSummary(TextReport text)
    {
        WriteStages(text);
        ExplanationText.Write(text, Explanation);
        text.Line();
        text.Line($"  test      {Files.Test}");
        text.Line($"  minimal   {Files.Trace}, {Units.Count(State.Best.Steps.Count)} steps, "
            + $"hash {State.Best.FinalHash:x16}");
        text.Line(Complaint is null
            ? "  verified  three times, and in a second process"
            : $"  NOT VERIFIED: {Complaint}");
    }

    private void WriteStages(TextReport text)
    {
        text.Heading($"Shrunk from {Units.Count(State.Original.Deliveries)} deliveries to "
            + $"{Units.Count(State.Measure.Deliveries)} in {Units.Count(State.Runs)} runs"
            + (State.IsMinimal ? "; none of them can go" : "; stopped before its end"));
        foreach (StageStatistics stage in State.Stages)
        {
            string seconds = Units.Seconds(Seconds.GetValueOrDefault(stage.Stage));
            text.Line(string.Create(CultureInfo.InvariantCulture,
                $"  {NameOf(stage),-14} {Count(stage.Before.Deliveries, stage.After.Deliveries),16} deliveries "
                + $"{Count(stage.Before.Faults, stage.After.Faults),8} faults "
                + $"{Count(stage.Before.Switches, stage.After.Switches),14} switches "
                + $"{Units.Count(stage.Runs),7} runs {seconds,9}"));
        }
    }

    private static string Count(long before, long after) =>
        before == after ? Units.Count(after) : $"{Units.Count(before)} > {Units.Count(after)}";

    private static string NameOf(StageStatistics stage) => stage.Stage.ToString().ToLowerInvariant();

    private static void WriteMeasure(Utf8JsonWriter json, string name, RunMeasure measure)
    {
        json.WriteStartObject(name);
        json.WriteNumber("deliveries", measure.Deliveries);
        json.WriteNumber("faults", measure.Faults);
        json.WriteNumber("switches", measure.Switches);
        json.WriteEndObject();
    }
}
