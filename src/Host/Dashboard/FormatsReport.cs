using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Formats side by side, with a bar each.</summary>
internal static class FormatsReport
{
    // The kernel's own list is the measure; what is longer than the line ends in an arrow.
    private const int ScatterlistBar = 30;
    private const int BarMax = 40;

    public static string TextOf(FormatSurvey survey)
    {
        TextReport text = new();
        text.Line($"{survey.Scenario}, seed {survey.Seed}");
        text.Row("memory", Units.Bytes(survey.Bytes), $"{Units.Count(survey.Regions)} regions");
        text.Row("chunks", Units.Count(survey.Chunks));
        text.Heading("Bytes of description per GiB, and per chunk");
        foreach (FormatCost format in survey.Formats)
        {
            text.Row(
                format.Name,
                Units.Bytes(PerGiB(survey, format)),
                $"{PerChunk(survey, format),8:0.00}  {BarOf(survey, format)}");
        }

        return text.ToString();
    }

    public static string JsonOf(FormatSurvey survey) => JsonText.Of(json =>
    {
        json.WriteString("scenario", survey.Scenario);
        json.WriteNumber("seed", survey.Seed);
        json.WriteNumber("bytes", survey.Bytes);
        json.WriteNumber("regions", survey.Regions);
        json.WriteNumber("chunks", survey.Chunks);
        json.WriteStartArray("formats");
        foreach (FormatCost format in survey.Formats)
        {
            json.WriteStartObject();
            json.WriteString("name", format.Name);
            json.WriteNumber("entries", format.Entries);
            json.WriteNumber("bytes", format.Bytes);
            json.WriteNumber("bytesPerChunk", Math.Round(PerChunk(survey, format), 3));
            json.WriteNumber("bytesPerGiB", Math.Round(PerGiB(survey, format), 1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static double PerChunk(FormatSurvey survey, FormatCost format) => (double)format.Bytes / survey.Chunks;

    private static double PerGiB(FormatSurvey survey, FormatCost format) =>
        format.Bytes / (survey.Bytes / (double)PageSize.Size1GiB.Bytes);

    private static string BarOf(FormatSurvey survey, FormatCost format)
    {
        double share = (double)format.Bytes / survey.Formats[0].Bytes;
        int length = (int)Math.Round(Math.Min(share * ScatterlistBar, BarMax));
        return share * ScatterlistBar > BarMax
            ? $"{new string('█', BarMax)}▶"
            : new string('█', Math.Max(1, length));
    }
}
