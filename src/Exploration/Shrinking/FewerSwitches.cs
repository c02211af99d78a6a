namespace PhyrActors.Exploration;

/// <summary>Brings the deliveries of each actor together where nothing orders them otherwise, and shows the bad order
/// of a run that kept the right one by luck.</summary>
internal static class FewerSwitches
{
    public static void Run(ShrinkBench bench)
    {
        if (bench.Measure.IsLucky)
        {
            TryOrder(bench, LinearExtension.EarliestOrder(bench.Graph, bench.Last));
        }

        bool isTidier = true;
        while (isTidier && !bench.IsOver)
        {
            isTidier = TryOrder(bench, Grouped(bench.Graph)) || TryOrder(bench, GroupedFromEnd(bench.Graph));
        }
    }

    private static bool TryOrder(ShrinkBench bench, List<int> order)
    {
        ShrinkPlan plan = bench.Plan;
        return bench.Try(
            plan with { Steps = [.. order.Select(index => plan.Steps[index])] },
            bench.EndRule,
            static (run, best) => run.IsTidierThan(best));
    }

    /// <summary>Stays with an actor as long as it has a delivery whose past is done; then with the one that has waited
    /// longest.</summary>
    private static List<int> Grouped(RunGraph graph) => Group(graph, Before(graph));

    /// <summary>The same from the last delivery backwards.</summary>
    private static List<int> GroupedFromEnd(RunGraph graph)
    {
        int last = graph.Count - 1;
        List<int>[] before = Before(graph);
        List<int>[] after = [.. Enumerable.Range(0, graph.Count).Select(static _ => new List<int>())];
        for (int later = 0; later <= last; later++)
        {
            before[later].ForEach(earlier => after[last - earlier].Add(last - later));
        }

        List<int> order = Group(graph, after, mirrored: true);
        order.Reverse();
        return order.ConvertAll(index => last - index);
    }

    private static List<int>[] Before(RunGraph graph)
    {
        List<int>[] before = new List<int>[graph.Count];
        for (int index = 0; index < graph.Count; index++)
        {
            graph.AddDirectlyBefore(index, before[index] = []);
        }

        // What shows the violation comes last.
        before[^1] = [.. Enumerable.Range(0, graph.Count - 1)];
        return before;
    }

    private static List<int> Group(RunGraph graph, List<int>[] before, bool mirrored = false)
    {
        List<int> order = [];
        bool[] done = new bool[before.Length];
        int actor = -1;
        while (order.Count < before.Length)
        {
            int next = Ready(actor);
            next = next < 0 ? Ready(-1) : next;
            actor = ActorOf(next);
            done[next] = true;
            order.Add(next);
        }

        return order;

        int ActorOf(int index) => graph[mirrored ? before.Length - 1 - index : index].Actor;

        int Ready(int wanted)
        {
            for (int index = 0; index < before.Length; index++)
            {
                if (!done[index] && (wanted < 0 || ActorOf(index) == wanted)
                    && before[index].TrueForAll(earlier => done[earlier]))
                {
                    return index;
                }
            }

            return -1;
        }
    }
}
