namespace PhyrActors.Benchmarks;

/// <summary>Exploration of quick.conf with recording, hashes, clocks and all monitors, and of RR(4,10) by every
/// strategy, beside bare loops of RR(4,10).</summary>
internal static class ExploreSet
{
    private const int Clients = 4;
    private const int Rounds = 10;

    public static IEnumerable<Benchmark> Benchmarks()
    {
        yield return OfQuick("quick-portfolio", new PortfolioStrategy());
        yield return OfQuick("quick-pos", new PosStrategy());
        yield return OfLoops("rr-4x10-random", new RandomStrategy());
        yield return OfLoops("rr-4x10-pos", new PosStrategy());
        yield return OfLoops("rr-4x10-pctcp", new PctcpStrategy());
        yield return OfLoops("rr-4x10-feedback", new FeedbackStrategy(new PosStrategy()));
        yield return new Benchmark("bare-loops-2-threads", "deliveries/s", 0, BareLoops.RunTwo, BareLoops.RunOne)
        {
            IsWallTime = true,
        };
        yield return new Benchmark(
            "quick-2-workers",
            "deliveries/s",
            1.7,
            static times => Workers.Run(QuickScenario.Program, times, 2),
            static times => Workers.Run(QuickScenario.Program, times, 1))
        {
            IsWallTime = true,
            GoalIsRatio = true,
        };
    }

    private static Benchmark OfQuick(string name, IStrategy strategy) => new(
        name,
        "deliveries/s",
        1e6,
        times => Explore(QuickScenario.Program(), strategy, times),
        BareLoops.RunOne);

    private static Benchmark OfLoops(string name, IStrategy strategy) => new(
        name,
        "deliveries/s",
        1e6,
        times => Explore(new RequestReplyProgram(Clients, Rounds, RequestReplyVariant.Plain), strategy, times),
        BareLoops.RunOne);

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
}
