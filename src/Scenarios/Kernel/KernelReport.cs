using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>An explanation as an engineer would put it into the message of a commit: plain ASCII, 72 columns, what each
/// CPU and the device do from top to bottom.</summary>
public static class KernelReport
{
    private const int FindingCharsMax = 400;

    public static string Of(Explanation why)
    {
        ArgumentNullException.ThrowIfNull(why);
        KernelTable text = new();
        string found = why.Finding.Text;
        text.Paragraph($"{why.Finding.Invariant} is violated: "
            + (found.Length <= FindingCharsMax ? found : found[..FindingCharsMax] + " ..."));
        if (InvariantWords.Of(why.Finding.Invariant) is { } words)
        {
            text.Line();
            text.Paragraph($"The rule: {words}.");
        }

        WriteCauses(text, why);
        WriteSteps(text, why);
        WriteRace(text, why);
        text.Line();
        text.Line("To provoke it on a machine:");
        foreach (string line in Provocation.Of(why).Distinct(StringComparer.Ordinal))
        {
            text.Paragraph($"- {line}", indent: 2);
        }

        return text.ToString();
    }

    private static void WriteCauses(KernelTable text, Explanation why)
    {
        if (why.Trace.Provenance.Mutations.Count > 0)
        {
            text.Line();
            text.Paragraph($"Defects put in: {string.Join(", ", why.Trace.Provenance.Mutations)}.");
        }
    }

    private static void WriteSteps(KernelTable text, Explanation why)
    {
        KernelColumns columns = new(why);
        List<KernelStep> all = Collapsed(why, columns);
        List<RepeatedSteps> blocks = RepeatedSteps.In(all, (one, other) => IsSame(why, columns, one, other));
        KernelStep[] steps = [.. blocks.SelectMany(static block => block.Steps)];
        int count = columns.Cpus + (steps.Any(static step => step.IsHardware) ? 1 : 0);
        text.Line();
        text.Columns(
            [.. Enumerable.Range(0, count).Select(columns.HeaderOf)],
            [.. blocks.SelectMany(block => CellsOf(block, why, columns))]);
        text.Line();
        foreach (KernelStep step in steps.Where(static step => step.Place is not null))
        {
            string number = $"{step.Account.Step,5} ";
            text.Paragraph(number, $"{step.Where} ({step.Message})", number.Length);
        }
    }

    private static IEnumerable<(int Column, string Head, string Text)> CellsOf(
        RepeatedSteps block, Explanation why, KernelColumns columns)
    {
        foreach (KernelStep step in block.Steps)
        {
            int column = columns.Of(step);
            string head = $"{Mark(why, step.Account)}{step.Account.Step} ";
            yield return (column, head, step.Short);
            foreach (TraceChoice fault in step.Account.Faults)
            {
                yield return (column, new string(' ', head.Length), $"({fault.Site} {fault.Chosen}/{fault.Count})");
            }
        }

        if (block.Again > 0)
        {
            KernelStep first = block.Steps[0];
            string times = block.Again == 1 ? "once" : $"{block.Again} times";
            yield return (columns.Of(first), "   ", $"(from {first.Account.Step} on {times} more)");
        }
    }

    private static bool IsSame(Explanation why, KernelColumns columns, KernelStep one, KernelStep other) =>
        one.Short == other.Short && one.Message == other.Message && columns.Of(one) == columns.Of(other)
        && IsPlain(why, one) && IsPlain(why, other);

    private static bool IsPlain(Explanation why, KernelStep step) =>
        Mark(why, step.Account).Length == 0 && step.Account.Faults.Count == 0;

    private static void WriteRace(KernelTable text, Explanation why)
    {
        text.Line();
        if (why.Flip is { } flip)
        {
            string end = flip.IsToRest ? "nothing goes wrong" : "nothing goes wrong up to here";
            text.Paragraph($"The race: step {flip.Order.First.Step} before step {flip.Order.Then.Step}. The other way "
                + $"round {end}.");
        }

        if (why.Edge is { } edge)
        {
            text.Paragraph($"The missing order: step {edge.First.Step} must come before step {edge.Then.Step}, and "
                + "nothing waits for it.");
        }

        if (why.Race is null)
        {
            text.Paragraph(why.RacesTried == 0
                ? "There is no race: nothing here could have come in another order."
                : $"There is no single race: none of {why.RacesTried} orders turned around makes it go well.");
        }
    }

    /// <summary>Steps at the same place in a row are one; those of a race always stand alone.</summary>
    private static List<KernelStep> Collapsed(Explanation why, KernelColumns columns)
    {
        List<KernelStep> shown = [];
        foreach (int index in Shown(why))
        {
            KernelStep step = KernelStep.Of(why.Steps[index]);
            if (step.IsRuntimeOwn && Mark(why, step.Account).Length == 0)
            {
                continue;
            }

            bool isSame = shown.Count > 0 && shown[^1].Short == step.Short && columns.Of(shown[^1]) == columns.Of(step)
                && Mark(why, step.Account).Length == 0 && step.Account.Faults.Count == 0;
            if (!isSame)
            {
                shown.Add(step);
            }
        }

        return shown;
    }

    /// <summary>The past of the violation, and the race, which may lie outside it.</summary>
    private static IEnumerable<int> Shown(Explanation why) => Enumerable.Range(0, why.Steps.Count)
        .Where(index => why.Causal.Contains(index) || Mark(why, why.Steps[index]).Length > 0);

    private static string Mark(Explanation why, StepAccount step) =>
        ReferenceEquals(why.Race?.First, step) || ReferenceEquals(why.Race?.Then, step)
        || ReferenceEquals(why.Steps[why.Violating], step)
            ? "*"
            : string.Empty;
}
