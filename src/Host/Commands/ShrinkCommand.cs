using System.CommandLine;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary><c>phyr shrink</c>: makes the trace of a violation as short as it can be, and says why it
/// fails.</summary>
internal sealed class ShrinkCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _trace = new("TRACE") { Description = "A trace that explore saved" };
    private readonly Option<bool> _json = Options.Json;
    private readonly Option<long?> _runs = Options.Number("--runs", "How many runs to spend at most", min: 1);
    private readonly Option<TimeSpan?> _time = Options.Duration("--time", "How long to try at most; 60s by default");
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Where to save the shrunk trace; beside the other, with .min, by default",
        HelpName = "FILE",
    };

    private readonly Option<string?> _test = new("--test")
    {
        Description = "Where to save the trace as an xunit test",
        HelpName = "FILE",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Go on from this file if it is there, and keep it up to date",
        HelpName = "FILE",
    };

    private ShrinkCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        ShrinkCommand shrink = new(terminal);
        Command command = new("shrink", "Make the trace of a violation as short as it can be")
        {
            shrink._trace,
            shrink._runs,
            shrink._time,
            shrink._out,
            shrink._test,
            shrink._state,
            shrink._json,
        };
        command.SetAction(shrink.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_trace);
        TracedProgram input = TracedProgram.Load(path);
        ShrinkFiles files = FilesOf(parsed, path);
        ShrinkState? from = files.State is { } place && File.Exists(place) ? ShrinkFiles.LoadState(place) : null;
        if (from is not null)
        {
            if (from.Best.Finding.Invariant != input.Trace.Finding.Invariant || from.Best.Seed != input.Trace.Seed)
            {
                throw new InputException($"{files.State}: cannot go on from this state: it is of another trace");
            }

            input = TracedProgram.Of(path, from.Best);
        }

        ShrinkReport report = await new Shrinking(_terminal, input, files).RunAsync(
            from,
            parsed.GetValue(_runs) ?? long.MaxValue,
            parsed.GetValue(_time) ?? TimeSpan.FromMinutes(1),
            cancellation);
        await _terminal.Output.WriteAsync(parsed.GetValue(_json) ? report.ToJson() : report.ToText());
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : report.Complaint is null ? ExitCode.Ok
            : ExitCode.InternalError;
    }

    private ShrinkFiles FilesOf(ParseResult parsed, string path)
    {
        ShrinkFiles beside = ShrinkFiles.Beside(path);
        ShrinkFiles files = new(
            parsed.GetValue(_out) ?? beside.Trace, parsed.GetValue(_test) ?? beside.Test, parsed.GetValue(_state));
        WholeFile.CheckPlace("--out", files.Trace);
        WholeFile.CheckPlace("--test", files.Test);
        if (files.State is { } state)
        {
            WholeFile.CheckPlace("--state", state);
        }

        return files;
    }
}
