namespace PhyrActors.Benchmarks;

/// <summary>Exploration of quick.conf with recording, hashes, clocks and all monitors, and of RR(C, R) by every
/// strategy, beside bare loops of the latter.</summary>
internal static class ExploreSet
{
    private const int Clients = 4;
    private const int Rounds = 10;
    private const int FewRounds = 3;

    public static IEnumerable<Benchmark> Benchmarks()
    {
        yield return OfLoops("rr-4x10-random", new RandomStrategy());
        yield return OfLoops("rr-4x10-pos", new PosStrategy());
        yield return OfLoops("rr-4x10-pctcp", new PctcpStrategy());
        yield return OfLoops("rr-4x10-feedback", new FeedbackStrategy(new PosStrategy()));

        yield return OfQuick("quick-pos", new PosStrategy()) with { WarmUp = TimeSpan.FromSeconds(3) };
        yield return OfQuick("quick-portfolio", new PortfolioStrategy());
        yield return new Benchmark("rr-4x3-dpor", "interleavings/s", ReduceRuns, MakeFewRounds) { Goal = 30_000 };
        yield return new Benchmark("bare-loops-2-threads", "deliveries/s", BareLoops.RunTwo, BareLoops.RunOne)
        {
            IsWallTime = true,
        };
        yield return new Benchmark(
            "quick-2-workers",
            "deliveries/s",
            static times => Workers.Run(QuickScenario.Program, times, 2),
            static times => Workers.Run(QuickScenario.Program, times, 1))
        {
            IsWallTime = true,
            GoalRatio = 1.7,
        };
    }

    private static Benchmark OfQuick(string name, IStrategy strategy) => new(
        name, "deliveries/s", times => Explore(QuickScenario.Program(), strategy, times), BareLoops.RunOne)
    {
        Goal = 1e6,
    };

    private static Benchmark OfLoops(string name, IStrategy strategy) => new(
        name,
        "deliveries/s",
        times => Explore(new RequestReplyProgram(Clients, Rounds, RequestReplyVariant.Plain), strategy, times),
        BareLoops.RunOne)
    {
        Goal = 1e6,
    };

    private static long Explore(IProgram program, IStrategy strategy, int times)
    {
        Explorer explorer = new(new ExploreOptions { TwiceEvery = 0 });
        long deliveries = 0;
        for (int i = 0; i < times; i++)
        {
            // The schedules of a first round: the strategies have learned nothing.
            deliveries += explorer.RunOne(program, strategy, 1, 1 + (i % 63)).Deliveries;
        }

        return deliveries;
    }

    /// <summary>The first interleavings of RR(4,3), which has 369,600.</summary>
    private static long ReduceRuns(int times)
    {
        RequestReplyProgram program = new(Clients, FewRounds, RequestReplyVariant.Plain);
        DporExplorer explorer = new(program, new ExploreOptions());
        while (explorer.Schedules < times && explorer.TryRunNext(out _))
        {
        }

        return explorer.Schedules;
    }

    private static long MakeFewRounds(int times)
    {
        for (int i = 0; i < times; i++)
        {
            new BareLoop(Clients, FewRounds, (ulong)i).Run();
        }

        return times;
    }
}
