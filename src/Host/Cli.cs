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
        (int code, string text) = cause switch
        {
            InputException or ConfigurationException or TraceFormatException => (ExitCode.Usage, cause.Message),
            OperationCanceledException when cancellation.IsCancellationRequested =>
                (ExitCode.Interrupted, "interrupted"),
            _ when tellsStack => (ExitCode.InternalError, $"internal error: {cause}"),
            IOException or UnauthorizedAccessException =>
                (ExitCode.InternalError, $"cannot write: {cause.Message} (--verbose shows the stack)"),
            _ => (ExitCode.InternalError,
                $"internal error: {cause.GetType().Name}: {FirstLine(cause.Message)} (--verbose shows the stack)"),
        };
        try
        {
            await error.WriteLineAsync($"phyr: {text}");
        }
        catch (Exception silence) when (silence is IOException or UnauthorizedAccessException)
        {
            return code;
        }

        return code;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
