namespace PhyrActors.Exploration;

/// <summary>A delivery as it was seen in a run, to be made again or to be avoided.</summary>
/// <param name="Delivery">What is delivered to whom.</param>
/// <param name="Touches">The footprint that it had.</param>
/// <param name="Choices">What was chosen in it; null when it was not seen in the state in which it will run: then its
/// footprint may be another one there.</param>
internal sealed record WakeupStep(Delivery Delivery, Touch[] Touches, int[]? Choices)
{
    /// <summary>The footprint as far as it is sure.</summary>
    public ReadOnlySpan<Touch> SureTouches => Choices is null ? [] : Touches;

    public ulong Id => Delivery.Id;

    public static WakeupStep Of(RunGraph graph, int index, bool sameState) => new(
        graph[index].Delivery,
        graph.Touches(index).ToArray(),
        sameState ? Chosen(graph.Choices(index)) : null);

    private static int[] Chosen(ReadOnlySpan<TraceChoice> choices)
    {
        if (choices.IsEmpty)
        {
            return [];
        }

        int[] chosen = new int[choices.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            chosen[i] = choices[i].Chosen;
        }

        return chosen;
    }
}
