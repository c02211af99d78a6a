using Spectre.Console;

namespace PhyrActors.Host;

/// <summary>How a long work stands.</summary>
internal sealed record ProgressReport(string Title, IReadOnlyList<(string Label, string Value)> Rows)
{
    public override string ToString() =>
        $"{Title}: {string.Join(", ", Rows.Select(row => $"{row.Label} {row.Value}"))}";
}

/// <summary>Shows progress on stderr: redrawn in place where somebody watches, else a line now and then.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_line = TimeSpan.FromSeconds(5);

    /// <summary>Shows samples until the work is over; what the work throws is for its owner to see.</summary>
    public static Task WatchAsync(Terminal terminal, Task work, Func<ProgressReport> sample) =>
        terminal.IsWatched ? DrawAsync(terminal.Error, work, sample) : WriteAsync(terminal.Error, work, sample);

    private static async Task WriteAsync(TextWriter error, Task work, Func<ProgressReport> sample)
    {
        while (await Task.WhenAny(work, Task.Delay(s_line)) != work)
        {
            await error.WriteLineAsync(sample().ToString());
        }
    }

    private static Task DrawAsync(TextWriter error, Task work, Func<ProgressReport> sample)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Live(Draw(sample())).AutoClear(true).StartAsync(async live =>
        {
            while (await Task.WhenAny(work, Task.Delay(s_redraw)) != work)
            {
                live.UpdateTarget(Draw(sample()));
            }
        });
    }

    private static Table Draw(ProgressReport report)
    {
        Table table = new() { Border = TableBorder.Rounded, ShowHeaders = false, Title = new TableTitle(report.Title) };
        table.AddColumn(new TableColumn(string.Empty)).AddColumn(new TableColumn(string.Empty).RightAligned());
        foreach ((string label, string value) in report.Rows)
        {
            table.AddRow(new Text(label), new Text(value));
        }

        return table;
    }
}
