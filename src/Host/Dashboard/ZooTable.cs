using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>The table of the zoo: an entry a row, a strategy a column.</summary>
internal static class ZooTable
{
    private const int IdWidth = 6;
    private const int InvariantWidth = 9;
    private const int StepsWidth = 7;
    private const int CellWidth = 13;

    /// <summary>Each entry with its title and the line that docs/bug-zoo.md carries.</summary>
    public static string ListOf(IEnumerable<ZooEntry> entries) =>
        string.Concat(entries.Select(static entry => $"{entry.Id}: {entry.Title}\n{entry.Facts}\n"));

    /// <param name="cells">By entry, and of each entry the same strategies in the same order.</param>
    public static string TextOf(IReadOnlyList<ZooCell> cells)
    {
        string[] strategies = [.. cells.Select(static cell => cell.Strategy).Distinct(StringComparer.Ordinal)];
        TextReport text = new();
        text.Line("Schedules until a defect is found: median / largest; k: on k seeds only; -: on none; .: not run");
        text.Line();
        text.Line(Row("", "", "steps", strategies));
        for (int first = 0; first < cells.Count; first += strategies.Length)
        {
            ZooCell[] row = [.. cells.Skip(first).Take(strategies.Length)];
            ZooEntry entry = row[0].Entry;
            string invariant = row.Select(static cell => cell.Invariant).FirstOrDefault(static one => one is not null)
                ?? entry.Invariants[0];
            string steps = row.Min(static cell => cell.StepsMin) is { } least ? Units.Count(least) : "";
            text.Line(Row(entry.Id, invariant, steps, row.Select(TextOf)));
        }

        foreach (ZooCell cell in cells.Where(static cell => cell.OtherFinding is not null))
        {
            text.Line($"{cell.Entry.Id}, {cell.Strategy}: found {cell.OtherFinding} first");
        }

        text.Line();
        text.Line("steps: deliveries of the shortest run that shows it, after shrinking");
        return text.ToString();
    }

    public static string JsonOf(IReadOnlyList<ZooCell> cells) => string.Concat(cells.Select(JsonOf));

    private static string JsonOf(ZooCell cell) => JsonText.Of(json =>
    {
        json.WriteString("mutation", cell.Entry.Id);
        json.WriteString("strategy", cell.Strategy);
        json.WriteNumber("found", cell.Hits.Count);
        json.WriteNumber("seeds", cell.Seeds);
        json.WriteNumber("searched", cell.Results.Count);
        Write("schedulesMedian", cell.SchedulesMedian);
        Write("schedulesMax", cell.SchedulesMax);
        Write("minimalSteps", cell.StepsMin);
        json.WriteString("invariant", cell.Invariant);
        json.WriteString("otherFinding", cell.OtherFinding);
        json.WriteString("refusal", cell.Refusal);

        void Write(string name, long? number)
        {
            if (number is { } value)
            {
                json.WriteNumber(name, value);
            }
            else
            {
                json.WriteNull(name);
            }
        }
    });

    private static string TextOf(ZooCell cell)
    {
        string count = cell.Hits.Count < cell.Results.Count ? $"{cell.Hits.Count}: " : "";
        return cell.Refusal is not null ? "refused"
            : cell.Results.Count == 0 ? "."
            : cell.Hits.Count == 0 ? "-"
            : $"{count}{cell.SchedulesMedian} / {cell.SchedulesMax}";
    }

    private static string Row(string id, string invariant, string steps, IEnumerable<string> cells) =>
        string.Concat(
        [
            id.PadRight(IdWidth), invariant.PadRight(InvariantWidth), steps.PadLeft(StepsWidth),
            .. cells.Select(static cell => " " + cell.PadLeft(CellWidth)),
        ]).TrimEnd();
}
