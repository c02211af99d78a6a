using System.Text.Json;
using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>An explanation in words.</summary>
internal static class ExplanationText
{
    private const int StepsPerActor = 3;
    private const int EventsMax = 3;
    private const int CharsMax = 150;

    public static void Write(TextReport text, Explanation why)
    {
        text.Heading("Why");
        if (InvariantWords.Of(why.Finding.Invariant) is { } words)
        {
            text.Line($"  {why.Finding.Invariant} says: {words}.");
        }

        WriteRace(text, why);
        WriteCauses(text, why);
        WriteLastSteps(text, why);
        WriteDifferences(text, why);
    }

    public static void WriteJson(Utf8JsonWriter json, Explanation why)
    {
        json.WriteString("invariantInWords", InvariantWords.Of(why.Finding.Invariant));
        WriteOrder(json, "flip", why.Flip?.Order);
        WriteOrder(json, "missingEdge", why.Edge);
        json.WriteNumber("racesTried", why.RacesTried);
    }

    private static void WriteRace(TextReport text, Explanation why)
    {
        if (why.Edge is { } edge)
        {
            text.Line($"  missing   nothing makes {Name(edge.First)} come before {Name(edge.Then)}");
        }

        if (why.Flip is { } flip)
        {
            string end = flip.IsToRest ? "to the end" : "with the same messages";
            text.Line($"  the flip  {Name(flip.Order.First)} came before {Name(flip.Order.Then)};");
            text.Line($"            the other way round the run passes {end}");
        }
        else if (why.Edge is null)
        {
            text.Line(why.RacesTried == 0
                ? "  no race   nothing in this run could have come in another order"
                : $"  no flip   none of {Units.Count(why.RacesTried)} races decides alone");
        }
    }

    private static void WriteCauses(TextReport text, Explanation why)
    {
        if (why.Trace.Provenance.Mutations.Count > 0)
        {
            text.Line($"  defects   {string.Join(", ", why.Trace.Provenance.Mutations)}");
        }

        foreach (StepAccount step in why.Steps)
        {
            foreach (TraceChoice fault in step.Faults)
            {
                text.Line($"  fault     {fault.Site} = {fault.Chosen} of {fault.Count} in {Name(step)}");
            }
        }
    }

    private static void WriteLastSteps(TextReport text, Explanation why)
    {
        text.Heading("The last steps of each actor in its past");
        foreach (IGrouping<string, int> actor in why.Causal.GroupBy(
            index => why.Steps[index].Actor, StringComparer.Ordinal))
        {
            text.Line($"  {actor.Key}");
            foreach (int index in actor.TakeLast(StepsPerActor))
            {
                StepAccount step = why.Steps[index];
                text.Line($"    {step.Step,5} {Cut(StepText.Message(step.Message))}");
                foreach (object @event in step.Events.TakeLast(EventsMax))
                {
                    text.Line($"          * {Cut(StepText.Message(@event))}");
                }
            }
        }
    }

    private static void WriteDifferences(TextReport text, Explanation why)
    {
        if (why.Differences.Count == 0)
        {
            return;
        }

        text.Heading("What is otherwise in the run that passes");
        foreach (StepDifference difference in why.Differences)
        {
            text.Line($"  {Name(difference.Step)}");
            text.Line($"    here   {Events(difference.Here)}");
            text.Line($"    there  {Events(difference.There)}");
        }
    }

    private static string Events(IReadOnlyList<object> events) =>
        events.Count == 0 ? "publishes nothing" : Cut(string.Join("; ", events));

    private static string Name(StepAccount step) => $"step {step.Step} ({step})";

    private static void WriteOrder(Utf8JsonWriter json, string name, StepOrder? order)
    {
        if (order is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("first", Name(order.First));
        json.WriteString("then", Name(order.Then));
        json.WriteEndObject();
    }

    private static string Cut(string text) => text.Length <= CharsMax ? text : text[..CharsMax] + " ...";
}
