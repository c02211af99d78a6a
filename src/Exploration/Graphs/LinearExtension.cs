namespace PhyrActors.Exploration;

/// <summary>Other orders of a run that keep its happens-before: the same deliveries with the same choices.</summary>
/// <remarks>Each of them can be executed and is of the run's class; a replay schedule runs what is given
/// here.</remarks>
internal static class LinearExtension
{
    /// <summary>An order in which each next delivery is drawn among those whose past is done.</summary>
    public static Recording Random(RunGraph graph, ulong seed)
    {
        List<int>?[] after = new List<int>?[graph.Count];
        int[] waitsFor = new int[graph.Count];
        List<int> before = [];
        List<int> ready = [];
        for (int index = 0; index < graph.Count; index++)
        {
            before.Clear();
            graph.AddDirectlyBefore(index, before);
            waitsFor[index] = before.Count;
            foreach (int earlier in before)
            {
                (after[earlier] ??= []).Add(index);
            }

            if (before.Count == 0)
            {
                ready.Add(index);
            }
        }

        SplitMix64 random = new(seed);
        List<int> order = new(graph.Count);
        while (ready.Count > 0)
        {
            int drawn = random.Below(ready.Count);
            int next = ready[drawn];
            ready[drawn] = ready[^1];
            ready.RemoveAt(ready.Count - 1);
            order.Add(next);
            ready.AddRange((after[next] ?? []).Where(later => --waitsFor[later] == 0));
        }

        return Of(graph, order);
    }

    /// <summary>Some events come as early as their past lets them, in the order given; all else keeps its
    /// order.</summary>
    /// <param name="graph">The run.</param>
    /// <param name="events">None in the past of one before it in this list.</param>
    public static Recording Earliest(RunGraph graph, params ReadOnlySpan<int> events) =>
        Of(graph, EarliestOrder(graph, events));

    /// <summary>The same, as the numbers of events.</summary>
    public static List<int> EarliestOrder(RunGraph graph, params ReadOnlySpan<int> events)
    {
        bool[] first = Past(graph, events);
        List<int> order = new(graph.Count);
        AddWhere(first, order, first: true);
        foreach (int index in events)
        {
            order.Add(index);
            first[index] = true;
        }

        AddWhere(first, order, first: false);
        return order;
    }

    /// <summary>What lies in the past of some events, without them.</summary>
    public static bool[] Past(RunGraph graph, params ReadOnlySpan<int> events)
    {
        bool[] past = new bool[graph.Count];
        List<int> before = [];
        for (int index = graph.Count - 1; index >= 0; index--)
        {
            if (past[index] || events.Contains(index))
            {
                before.Clear();
                graph.AddDirectlyBefore(index, before);
                before.ForEach(earlier => past[earlier] = true);
            }
        }

        foreach (int index in events)
        {
            past[index] = false;
        }

        return past;
    }

    private static void AddWhere(bool[] isFirst, List<int> order, bool first)
    {
        for (int index = 0; index < isFirst.Length; index++)
        {
            if (isFirst[index] == first)
            {
                order.Add(index);
            }
        }
    }

    /// <summary>The events in an order in which each comes after its past, and no others.</summary>
    public static Recording Of(RunGraph graph, IEnumerable<int> order)
    {
        Recording recording = new();
        AddChoices(recording, graph.StartChoices);
        foreach (int index in order)
        {
            recording.AddPick(graph[index].Delivery.Id);
            AddChoices(recording, graph.Choices(index));
        }

        return recording;
    }

    private static void AddChoices(Recording recording, ReadOnlySpan<TraceChoice> choices)
    {
        foreach (TraceChoice choice in choices)
        {
            recording.AddChoice(choice);
        }
    }
}
