namespace PhyrActors.Benchmarks;

/// <summary>RR(C, R) in several ways; each run has new actors, made through Props.</summary>
internal sealed class RoundRobinLoad(int clients, int rounds)
{
    private readonly RequestReplyProgram _program = new(clients, rounds, RequestReplyVariant.Plain);
    private readonly RandomStrategy _strategy = new();
    private readonly Explorer _explorer = new(new ExploreOptions());
    private readonly ControlledPool _pool = new();

    /// <summary>No trace, clocks or monitors.</summary>
    /// <returns>Deliveries.</returns>
    public long RunClockless(int times) => RunSystems(times, clocks: false, _pool);

    /// <returns>Deliveries.</returns>
    public long RunWithClocks(int times) => RunSystems(times, clocks: true, _pool);

    /// <summary>Hash, class hash, recording, clocks and one monitor.</summary>
    /// <returns>Deliveries.</returns>
    public long Explore(int times)
    {
        long deliveries = 0;
        for (int i = 0; i < times; i++)
        {
            deliveries += _explorer.RunOne(_program, _strategy, 1, i).Deliveries;
        }

        return deliveries;
    }

    /// <returns>Systems.</returns>
    public long MakeSystems(int times) => RunSystems(times, clocks: true, null) > 0 ? times : 0;

    /// <returns>Systems.</returns>
    public long MakePooledSystems(int times) => RunSystems(times, clocks: true, _pool) > 0 ? times : 0;

    /// <returns>Deliveries.</returns>
    public long RunLoop(int times)
    {
        long deliveries = 0;
        for (int i = 0; i < times; i++)
        {
            deliveries += new BareLoop(clients, rounds, (ulong)i).Run();
        }

        return deliveries;
    }

    /// <returns>Loops.</returns>
    public long MakeLoops(int times) => RunLoop(times) > 0 ? times : 0;

    private long RunSystems(int times, bool clocks, ControlledPool? pool)
    {
        long deliveries = 0;
        for (int i = 0; i < times; i++)
        {
            ControlledSettings settings = new() { Schedule = _strategy.Begin(1, i), Clocks = clocks, Pool = pool };
            using ControlledSystem system = new("benchmark", settings);
            _program.Start(system);
            long creations = system.Steps;
            system.Run();
            deliveries += system.Steps - creations;
        }

        return deliveries;
    }
}
