namespace PhyrActors.Exploration;

/// <summary>Keeps what lies in the causal past of the violation, and of the step that it lacks.</summary>
internal static class CausalSlice
{
    public static void Run(ShrinkBench bench)
    {
        RunGraph graph = bench.Graph;
        int lacked = bench.Missing.Index == 0 ? -1 : graph.EventOf(bench.Missing);
        int[] kept = lacked < 0 ? [bench.Last] : [bench.Last, lacked];
        bool[] past = LinearExtension.Past(graph, kept);
        foreach (int index in kept)
        {
            past[index] = true;
        }

        // Deliveries of the plan and events of the graph are the same, in the same order.
        bench.TrySmaller(
            bench.Plan with { Steps = [.. bench.Plan.Steps.Where((_, index) => past[index])] }, bench.EndRule);
    }
}
