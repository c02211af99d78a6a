using System.CommandLine;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary><c>phyr view</c>: a trace as a page to be looked at, or as a file for other viewers.</summary>
internal sealed class ViewCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _trace = new("TRACE") { Description = "A trace that explore saved" };
    private readonly Option<string?> _html = File("--html", "Where to save the page; without any of these options: "
        + "beside the trace");

    private readonly Option<string?> _perfetto =
        File("--perfetto", "Where to save a Chrome trace, which Perfetto opens");

    private readonly Option<string?> _mermaid = File("--mermaid", "Where to save a Mermaid sequence diagram");
    private readonly Option<long?> _steps = Options.Number(
        "--mermaid-steps", $"How many steps the diagram has at most; {MermaidDiagram.StepsMaxDefault} without it", 1);

    private ViewCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        ViewCommand view = new(terminal);
        Command command = new("view", "Show a trace as a page, a Perfetto trace or a Mermaid diagram")
        {
            view._trace,
            view._html,
            view._perfetto,
            view._mermaid,
            view._steps,
        };
        command.SetAction(view.RunAsync);
        return command;
    }

    private static Option<string?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_trace);
        foreach (Option<string?> option in (Option<string?>[])[_html, _perfetto, _mermaid])
        {
            if (parsed.GetValue(option) is { } place)
            {
                WholeFile.CheckPlace(option.Name, place);
            }
        }

        ViewedRun viewed = await Task.Run(() => ViewedRun.Of(path), CancellationToken.None).WaitAsync(cancellation);
        await SaveAsync(parsed, viewed);
        if (viewed.Run.Result is not Diverged diverged)
        {
            return ExitCode.Ok;
        }

        await _terminal.Error.WriteLineAsync(
            $"phyr: {path}: the run left its trace at step {diverged.Step} and is shown until there; "
            + "phyr replay tells more");
        return ExitCode.Violation;
    }

    private async Task SaveAsync(ParseResult parsed, ViewedRun viewed)
    {
        (string? html, string? perfetto, string? mermaid) =
            (parsed.GetValue(_html), parsed.GetValue(_perfetto), parsed.GetValue(_mermaid));
        if (html is null && perfetto is null && mermaid is null)
        {
            html = Path.ChangeExtension(viewed.Path, ".html");
        }

        string steps = $"{Units.Count(viewed.Run.Steps.Count)} steps of {viewed.Run.Actors.Count} actors";
        if (html is not null)
        {
            await SaveAsync(html, "the page", stream => ViewPage.Write(stream, viewed), steps);
        }

        if (perfetto is not null)
        {
            await SaveAsync(perfetto, "the Chrome trace", stream => ChromeTrace.Write(stream, viewed), steps);
        }

        if (mermaid is not null)
        {
            MermaidDiagram diagram = new(
                viewed.Run, (int)Math.Min(int.MaxValue, parsed.GetValue(_steps) ?? MermaidDiagram.StepsMaxDefault));
            await SaveAsync(mermaid, "the diagram", diagram.Write, diagram.Extent);
        }
    }

    private async Task SaveAsync(string path, string noun, Action<Stream> write, string extent)
    {
        WholeFile.Save(path, noun, write);
        string size = Units.Bytes(new FileInfo(path).Length);
        await _terminal.Output.WriteLineAsync($"{path}: {extent}, {size}");
    }
}
