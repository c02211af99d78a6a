using System.Globalization;
using System.Text;

namespace PhyrActors.Exploration;

/// <summary>A trace as an xunit test: one file that stands alone beside xunit and the program's own assembly.</summary>
public static class ReproductionTest
{
    private const int ColumnsOfText = 100;

    /// <summary>The text of the file.</summary>
    /// <param name="trace">Best a shrunk one: its steps are listed.</param>
    /// <param name="origin">Where it came from, for the first line.</param>
    /// <param name="program">The program in C#, from a variable named <c>provenance</c>.</param>
    /// <param name="defectsDecide">Whether the same schedule is well without the trace's defects, which a second test
    /// then claims.</param>
    /// <param name="uses">Namespaces that this needs.</param>
    public static string Of(
        Trace trace, string origin, string program, bool defectsDecide, params IReadOnlyList<string> uses)
    {
        ArgumentNullException.ThrowIfNull(trace);
        string invariant = trace.Finding.Invariant;
        string defects = string.Join("_and_", trace.Provenance.Mutations.Select(Word));
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"// {origin}: {trace.Finding.Invariant}\n");
        text.Append("// Needs xunit and a reference to the project that builds the program; nothing else.\n");
        foreach (string use in uses.Concat(["System", "System.IO", "PhyrActors.Exploration", "Xunit"])
            .OrderBy(static use => use.StartsWith("System", StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(static use => use, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"using {use};\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\npublic sealed class Trace_of_{Word(invariant)}\n{{\n");
        AppendSteps(text, trace);
        AppendBody(text, trace);
        text.Append(
            "    private static readonly Trace s_trace = TraceFormat.Read(\n"
            + "        new MemoryStream(Convert.FromBase64String(Bytes)));\n\n");
        if (defects.Length > 0)
        {
            AppendFact(
                text,
                $"{defects}_violates_{Word(invariant)}",
                "ReplayResult result = Replay.Run(ProgramOf(s_trace.Provenance), s_trace);",
                $"Assert.Equal(\"{invariant}\", Assert.IsType<Reproduced>(result).Finding.Invariant);");
        }

        if (defectsDecide)
        {
            text.Append('\n');
            AppendFact(
                text,
                $"The_same_schedule_without_{defects}_keeps_{Word(invariant)}",
                "IProgram program = ProgramOf(s_trace.Provenance with { Mutations = Array.Empty<string>() });",
                "Continued result = Replay.Continue(program, s_trace, stepsMax: 1_000_000);",
                string.Empty,
                $"Assert.NotEqual(\"{invariant}\", result.Finding?.Invariant);");
        }

        if (defects.Length == 0)
        {
            AppendFact(
                text,
                $"The_recorded_schedule_keeps_{Word(invariant)}",
                "Continued result = Replay.Continue(ProgramOf(s_trace.Provenance), s_trace, stepsMax: 1_000_000);",
                string.Empty,
                $"Assert.NotEqual(\"{invariant}\", result.Finding?.Invariant);");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"\n    private static IProgram ProgramOf(Provenance provenance) => {program};\n}}\n");
        return text.ToString();
    }

    private static void AppendSteps(StringBuilder text, Trace trace)
    {
        IReadOnlyList<TraceStep> steps = ShrinkPlan.Of(trace).Steps;
        text.Append(CultureInfo.InvariantCulture, $"    // {steps.Count} deliveries:\n");
        foreach ((int index, TraceStep step) in steps.Index().Take(200))
        {
            string faults = string.Concat(step.Choices.Where(ShrinkPlan.IsFault)
                .Select(static choice => $", {choice.Site} = {choice.Chosen} of {choice.Count}"));
            text.Append(CultureInfo.InvariantCulture,
                $"    // {index + 1,3} {StepText.Of(step.Kind, step.Message, step.Actor)}{faults}\n");
        }
    }

    private static void AppendBody(StringBuilder text, Trace trace)
    {
        using MemoryStream file = new();
        TraceFormat.Write(file, trace);
        string bytes = Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length);
        text.Append("    private const string Bytes =\n");
        for (int first = 0; first < bytes.Length; first += ColumnsOfText)
        {
            string line = bytes.Substring(first, Math.Min(ColumnsOfText, bytes.Length - first));
            string end = first + ColumnsOfText < bytes.Length ? string.Empty : ";";
            string joint = first == 0 ? "  " : "+ ";
            text.Append(CultureInfo.InvariantCulture, $"        {joint}\"{line}\"{end}\n");
        }

        text.Append('\n');
    }

    private static void AppendFact(StringBuilder text, string name, params ReadOnlySpan<string> lines)
    {
        text.Append(CultureInfo.InvariantCulture, $"    [Fact]\n    public void {name}()\n    {{\n");
        foreach (string line in lines)
        {
            text.Append(line.Length == 0 ? "\n" : $"        {line}\n");
        }

        text.Append("    }\n");
    }

    private static string Word(string text) =>
        string.Concat(text.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
