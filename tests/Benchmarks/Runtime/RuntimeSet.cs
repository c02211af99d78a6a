namespace PhyrActors.Benchmarks;

/// <summary>The controlled system on RR(C, R), new actors for every run, beside a bare loop; and the dispatch of
/// messages to handlers.</summary>
internal static class RuntimeSet
{
    public static IEnumerable<Benchmark> Benchmarks()
    {
        RoundRobinLoad four = new(clients: 4, rounds: 10);
        yield return new Benchmark("rr-4x10-trace-off", "deliveries/s", four.RunClockless, four.RunLoop)
        {
            Goal = 8e6,
            GoalRatio = 0.2,
        };
        yield return new Benchmark("rr-4x10-clocks", "deliveries/s", four.RunWithClocks, four.RunLoop);
        yield return new Benchmark("rr-4x10-explored", "deliveries/s", four.Explore, four.RunLoop)
        {
            Goal = 4e6,
            GoalRatio = 0.1,
        };
        RoundRobinLoad nineteen = new(clients: 19, rounds: 10);
        yield return new Benchmark("rr-19x10-explored", "deliveries/s", nineteen.Explore, nineteen.RunLoop)
        {
            Goal = 2e6,
        };

        // Ten actors, two hundred messages.
        RoundRobinLoad nine = new(clients: 9, rounds: 11);
        yield return new Benchmark("fresh-system-10x207", "systems/s", nine.MakeSystems, nine.MakeLoops)
        {
            Goal = 25_000,
        };
        yield return new Benchmark("pooled-system-10x207", "systems/s", nine.MakePooledSystems, nine.MakeLoops)
        {
            Goal = 25_000,
        };
        foreach (int classes in (int[])[2, 10, 40])
        {
            yield return DispatchLoad.Over(classes, run: 1);
            yield return DispatchLoad.Over(classes, run: 16);
        }
    }
}
