using System.CommandLine;
using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary><c>phyr replay</c>: runs a trace again and says whether it still shows what it was kept for.</summary>
internal sealed class ReplayCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _trace = new("TRACE") { Description = "A trace that explore saved" };
    private readonly Option<bool> _json = Options.Json;
    private readonly Option<bool> _without = new("--without-mutations")
    {
        Description = "Run the same schedule without the defects that were put in",
    };

    private readonly Option<bool> _continue = new("--continue")
    {
        Description = "Follow the trace as far as it goes, also after the code has changed, and tell where it does not",
    };

    private readonly Option<bool> _explain = new("--explain")
    {
        Description = "Say why it fails, as phyr explain does",
    };

    private readonly Option<string> _format = ExplainCommand.Format();

    private ReplayCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        ReplayCommand replay = new(terminal);
        Command command = new("replay", "Run a trace again and compare")
        {
            replay._trace,
            replay._without,
            replay._continue,
            replay._explain,
            replay._format,
            replay._json,
        };
        command.SetAction(replay.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_trace);
        Trace trace = TraceStore.Load(path);
        bool continues = parsed.GetValue(_continue);
        if (!continues && trace.Provenance.ProductVersion != CommandTree.Version)
        {
            throw new InputException(
                $"{path}: the trace is of version {trace.Provenance.ProductVersion}, this is {CommandTree.Version}; "
                + "--continue follows it as far as it goes");
        }

        Scenario scenario = ScenarioStore.Parse(trace.Provenance.ProgramText, path);
        MutationSet recorded = MutationNames.Parse(trace.Provenance.Mutations);
        MutationSet mutations = parsed.GetValue(_without) ? MutationSet.None : recorded;
        ScenarioProgram program = new(scenario, mutations);
        ReplayResult result = await Task
            .Run(
                () => continues
                    ? Replay.Continue(program, trace, scenario.Limits.StepsMax)
                    : Replay.Run(program, trace),
                CancellationToken.None)
            .WaitAsync(cancellation);
        ReplayReport report = new(path, trace, mutations, result);
        await _terminal.Output.WriteAsync(parsed.GetValue(_json) ? report.ToJson() : report.ToText());
        if (parsed.GetValue(_explain) && result is Reproduced && !parsed.GetValue(_json))
        {
            TracedProgram input = new(path, trace, scenario, mutations);
            await _terminal.Output.WriteAsync(ExplainCommand.TextOf(input, parsed.GetRequiredValue(_format)));
        }

        return ExitCodeOf(result, isSameProgram: mutations == recorded || recorded.IsEmpty);
    }

    /// <summary>A trace that is left gives no verdict: with the program that it was kept for, that is not well; without
    /// its defects, nothing else was to be expected.</summary>
    private static int ExitCodeOf(ReplayResult result, bool isSameProgram) => result switch
    {
        Reproduced or OtherFinding or Continued { Finding: not null } => ExitCode.Violation,
        Diverged when isSameProgram => ExitCode.Violation,
        _ => ExitCode.Ok,
    };
}
