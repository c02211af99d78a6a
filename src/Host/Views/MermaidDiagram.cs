using System.Text;
using System.Text.RegularExpressions;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>The end of a run as a Mermaid sequence diagram: what renders it does not take many steps.</summary>
internal sealed partial class MermaidDiagram
{
    public const int StepsMaxDefault = 200;

    // A label that wraps hides its neighbours.
    private const int LabelCharsMax = 80;

    private readonly RecordedRun _run;
    private readonly List<int> _shown = [];

    public MermaidDiagram(RecordedRun run, int stepsMax)
    {
        _run = run;
        for (int index = run.Steps.Count - 1; index >= 0 && _shown.Count < stepsMax; index--)
        {
            if (run.Steps[index].Kind != StepKind.Creation)
            {
                _shown.Add(index);
            }
        }

        _shown.Reverse();
    }

    /// <summary>How much of the run is in it, in words.</summary>
    public string Extent => Left == 0
        ? $"{Units.Count(_shown.Count)} steps"
        : $"the last {Units.Count(_shown.Count)} of {Units.Count(_shown.Count + Left)} steps "
            + "(--mermaid-steps shows more)";

    /// <summary>Steps before the first that is shown.</summary>
    private int Left =>
        _run.Steps.Take(_shown.FirstOrDefault()).Count(static step => step.Kind != StepKind.Creation);

    public void Write(Stream stream)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), -1, true)
        {
            NewLine = "\n",
        };
        writer.WriteLine("sequenceDiagram");
        int[] actors = [.. _shown.SelectMany(Both).Distinct().Order()];
        foreach (int actor in actors)
        {
            string name = actor < 0 ? "the world outside" : ViewedRun.NameOf(_run.Actors[actor]);
            writer.WriteLine($"    participant {AliasOf(actor)} as {Escaped(name)}");
        }

        if (Left > 0)
        {
            WriteNote(writer, "over", actors[0], $"{Units.Count(Left)} steps before are left out");
        }

        foreach (int index in _shown)
        {
            WriteStep(writer, index);
        }
    }

    private void WriteStep(StreamWriter writer, int index)
    {
        RecordedStep step = _run.Steps[index];
        (int from, int to) = (SenderOf(step), step.Actor);
        string arrow = step.Kind == StepKind.Timer ? "--)" : "->>";
        string label = step.Kind == StepKind.Timer ? $"timer {step.MessageClass}" : step.MessageClass;
        writer.WriteLine($"    {AliasOf(from)}{arrow}{AliasOf(to)}: {Escaped($"{index + 1} {label}")}");
        foreach (TraceChoice choice in step.Choices.Where(static choice => choice.Chosen != 0))
        {
            WriteNote(writer, "right of", to, $"{choice.Site} = {choice.Chosen} of {choice.Count}");
        }

        if (_run.Finding is { } finding && finding.Step == index + 1)
        {
            WriteNote(writer, "over", to, $"VIOLATION {finding.Invariant}: {finding.Text}");
        }
        else if (_run.RacingStep == index + 1)
        {
            WriteNote(writer, "over", to, "races with the violation");
        }
    }

    private static void WriteNote(StreamWriter writer, string place, int actor, string text) =>
        writer.WriteLine($"    Note {place} {AliasOf(actor)}: {string.Join("<br/>", Broken(text).Select(Escaped))}");

    /// <summary>A note may have several lines, broken at spaces.</summary>
    private static IEnumerable<string> Broken(string text)
    {
        string rest = text;
        while (rest.Length > LabelCharsMax)
        {
            int space = rest.LastIndexOf(' ', LabelCharsMax);
            int at = space > 0 ? space : LabelCharsMax;
            yield return rest[..at];
            rest = rest[at..].TrimStart();
        }

        yield return rest;
    }

    private IEnumerable<int> Both(int index) => [SenderOf(_run.Steps[index]), _run.Steps[index].Actor];

    /// <summary>A timer is the actor's own; -1 is the world outside.</summary>
    private int SenderOf(RecordedStep step) => step.Kind == StepKind.Timer ? step.Actor
        : step.Cause == 0 ? -1
        : _run.Steps[step.Cause - 1].Actor;

    private static string AliasOf(int actor) => actor < 0 ? "world" : $"a{actor}";

    /// <summary>Text that Mermaid takes for text: its own marks become entities, which it writes with # and
    /// ;.</summary>
    private static string Escaped(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text.Length <= LabelCharsMax ? text : text[..LabelCharsMax] + " ...")
        {
            bool isPlain = char.IsAsciiLetterOrDigit(c) || " .,()/_='*+-".Contains(c, StringComparison.Ordinal)
                || (c > 127 && char.IsLetterOrDigit(c));
            escaped.Append(isPlain ? c.ToString() : c < ' ' ? " " : $"#{(int)c};");
        }

        return EndWord().Replace(
            escaped.ToString(), static word => $"{word.Value[0]}#{(int)word.Value[1]};{word.Value[2]}");
    }

    // It closes a block wherever it stands.
    [GeneratedRegex(@"\bend\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndWord();
}
