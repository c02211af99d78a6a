using System.CommandLine;
using PhyrActors.Exploration;
using Serilog;

namespace PhyrActors.Host;

/// <summary>The command line from arguments to exit code.</summary>
internal static class Cli
{
    private static readonly ParserConfiguration s_parser = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Runs one command and never throws.</summary>
    /// <param name="arguments">As the shell split them.</param>
    /// <param name="output">Gets results.</param>
    /// <param name="error">Gets progress, logs and complaints.</param>
    /// <param name="cancellation">Asks for an orderly end with what there is.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        Terminal terminal = new(output, error);
        Option<bool> verbose = new("--verbose")
        {
            Description = "Log more, and show the stack of an internal error",
            Recursive = true,
        };
        bool tellsStack = false;
        try
        {
            ParseResult parsed = CommandTree.Create(terminal, verbose).Parse(arguments, s_parser);
            if (Usage.ComplaintOf(parsed) is { } complaint)
            {
                throw new InputException(complaint);
            }

            tellsStack = parsed.GetValue(verbose);
            using Serilog.Core.Logger logger = Logs.Create(tellsStack);
            Log.Logger = logger;
            InvocationConfiguration invocation = new()
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
#pragma warning disable CA1031 // The last one who can say what went wrong in words.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            return await TellAsync(cause, error, tellsStack, cancellation);
        }
    }

    private static async Task<int> TellAsync(
        Exception cause, TextWriter error, bool tellsStack, CancellationToken cancellation)
    {
        switch (cause)
        {
            case InputException or ConfigurationException or TraceFormatException:
                await error.WriteLineAsync($"phyr: {cause.Message}");
                return ExitCode.Usage;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                await error.WriteLineAsync("phyr: interrupted");
                return ExitCode.Interrupted;
            default:
                string line = cause.Message.AsSpan().EnumerateLines() is var lines && lines.MoveNext()
                    ? lines.Current.ToString()
                    : string.Empty;
                await error.WriteLineAsync(tellsStack
                    ? $"phyr: internal error: {cause}"
                    : $"phyr: internal error: {cause.GetType().Name}: {line} (--verbose shows the stack)");
                return ExitCode.InternalError;
        }
    }
}
