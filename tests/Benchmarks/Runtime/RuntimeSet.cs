namespace PhyrActors.Benchmarks;

/// <summary>The controlled system on RR(4,10), new actors for every run, beside a bare loop.</summary>
internal static class RuntimeSet
{
    private const int Clients = 4;
    private const int Rounds = 10;

    public static IEnumerable<Benchmark> Benchmarks()
    {
        yield return new Benchmark("rr-4x10-bare-system", "deliveries/s", 8e6, RunBareSystem, BareLoops.RunOne);
        yield return new Benchmark("rr-4x10-clocks", "deliveries/s", 6e6, RunWithClocks, BareLoops.RunOne);
        yield return new Benchmark("rr-4x10-explored", "deliveries/s", 4e6, Explore, BareLoops.RunOne);
    }

    /// <summary>No trace, clocks or monitors.</summary>
    private static long RunBareSystem(int times) => RunSystem(times, clocks: false);

    private static long RunWithClocks(int times) => RunSystem(times, clocks: true);

    private static long RunSystem(int times, bool clocks)
    {
        RequestReplyProgram program = new(Clients, Rounds, RequestReplyVariant.Plain);
        RandomStrategy strategy = new();
        long deliveries = 0;
        for (int i = 0; i < times; i++)
        {
            ControlledSettings settings = new() { Schedule = strategy.Begin(1, i), Clocks = clocks };
            using ControlledSystem system = new("benchmark", settings);
            program.Start(system);
            long creations = system.Steps;
            system.Run();
            deliveries += system.Steps - creations;
        }

        return deliveries;
    }

    /// <summary>Hash, class hash, recording, clocks and one monitor.</summary>
    private static long Explore(int times)
    {
        RequestReplyProgram program = new(Clients, Rounds, RequestReplyVariant.Plain);
        RandomStrategy strategy = new();
        Explorer explorer = new(new ExploreOptions());
        long deliveries = 0;
        for (int i = 0; i < times; i++)
        {
            deliveries += explorer.RunOne(program, strategy, 1, i).Deliveries;
        }

        return deliveries;
    }
}
