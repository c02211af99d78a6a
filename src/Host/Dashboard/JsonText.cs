using System.Text;
using System.Text.Json;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Writes one JSON object on one line.</summary>
internal static class JsonText
{
    public static string Of(Action<Utf8JsonWriter> writeFields)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            writeFields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    public static void WriteFinding(this Utf8JsonWriter json, Finding? finding)
    {
        if (finding is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("invariant", finding.Invariant);
        json.WriteString("text", finding.Text);
        json.WriteNumber("step", finding.Step);
        json.WriteString("actor", finding.Actor);
        json.WriteString("message", finding.Message);
        json.WriteString("missingEdge", finding.MissingEdge);
        json.WriteEndObject();
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    public static void WriteHash(this Utf8JsonWriter json, string name, ulong? hash) =>
        json.WriteString(name, hash is { } value ? $"{value:x16}" : null);

    public static void WriteResources(this Utf8JsonWriter json, ResourceUse use)
    {
        json.WriteNumber("wallSeconds", Math.Round(use.WallSeconds, 3));
        json.WriteNumber("cpuSeconds", Math.Round(use.CpuSeconds, 3));
        json.WriteNumber("peakRssBytes", use.PeakRssBytes);
    }
}
