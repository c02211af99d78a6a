using System.CommandLine;

namespace PhyrActors.Host;

/// <summary><c>phyr report</c>: tells what a soak did, from its store.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> store = new("STORE") { Description = "The store of a soak; it may be running" };
        Option<string?> html = new("--html")
        {
            Description = "Write one page with plots that needs nothing else",
            HelpName = "FILE",
        };
        Option<bool> json = Options.Json;
        Command command = new("report", "Tell what a soak did") { store, html, json };
        command.SetAction(async (parsed, _) =>
        {
            SoakReport report = Read(parsed.GetRequiredValue(store));
            if (parsed.GetValue(html) is { } page)
            {
                WholeFile.CheckPlace("--html", page);
                WholeFile.Save(page, "the page", stream => SoakPage.Write(stream, report));
            }

            await terminal.Output.WriteAsync(parsed.GetValue(json) ? SoakJson.Of(report) : SoakText.Of(report));
            return report.Latest.Totals.Findings > 0 ? ExitCode.Violation : ExitCode.Ok;
        });
        return command;
    }

    private static SoakReport Read(string path)
    {
        using SoakStore store = SoakStore.Open(path, toWrite: false);
        SoakReader reader = store.Read();
        SoakSnapshot latest = reader.Latest()
            ?? throw new InputException($"{path}: nothing was written down yet");
        return SoakReport.Of(path, reader.Header(), reader.Budget(), latest, reader);
    }
}
