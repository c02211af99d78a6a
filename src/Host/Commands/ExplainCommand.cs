using System.CommandLine;
using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary><c>phyr explain</c>: says why a trace fails.</summary>
internal static class ExplainCommand
{
    private const string Plain = "text";
    private const string Kernel = "kernel";

    public static Command Create(Terminal terminal)
    {
        Argument<string> trace = new("TRACE") { Description = "A trace that explore or shrink saved" };
        Option<string> format = Format();
        Option<bool> json = Options.Json;
        Command command = new("explain", "Say why a trace fails") { trace, format, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            TracedProgram input = TracedProgram.Load(parsed.GetRequiredValue(trace));
            string text = parsed.GetValue(json)
                ? JsonOf(input)
                : TextOf(input, parsed.GetRequiredValue(format));
            await terminal.Output.WriteAsync(text.AsMemory(), cancellation);
            return ExitCode.Violation;
        });
        return command;
    }

    public static Option<string> Format() => new("--format")
    {
        Description = "text, or kernel: as in the message of a commit, 72 columns wide",
        HelpName = "text|kernel",
        DefaultValueFactory = _ => Plain,
    };

    /// <exception cref="InputException">No such format, or the trace does not show its violation.</exception>
    public static string TextOf(TracedProgram input, string format)
    {
        if (format is not (Plain or Kernel))
        {
            throw new InputException(
                $"--format: '{format}' is unknown{Nearest.HintOrList(format, [Plain, Kernel])}");
        }

        Explanation why = Explain(input);
        if (format == Kernel)
        {
            return KernelReport.Of(why);
        }

        TextReport text = new();
        FindingText.Write(text, why.Finding);
        ExplanationText.Write(text, why);
        return text.ToString();
    }

    private static string JsonOf(TracedProgram input) => JsonText.Of(json =>
    {
        Explanation why = Explain(input);
        json.WriteString("trace", input.Path);
        ExplanationText.WriteJson(json, why);
        json.WritePropertyName("finding");
        json.WriteFinding(why.Finding);
        json.WriteTexts("causal", [.. why.Causal.Select(index => $"{why.Steps[index].Step} {why.Steps[index]}")]);
    });

    private static Explanation Explain(TracedProgram input)
    {
        try
        {
            return Explainer.Explain(input.Program, input.Trace);
        }
        catch (ViolationLostException cause)
        {
            throw new InputException($"{input.Path}: {cause.Message}", cause);
        }
    }
}
