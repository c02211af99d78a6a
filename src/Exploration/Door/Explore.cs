using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Explores a program where a test runs: on this thread, without files.</summary>
public static class Explore
{
    /// <summary>Searches the schedules of a program for a violation.</summary>
    /// <param name="world">What to explore.</param>
    /// <param name="options">How much, and from which seed; the same options give the same result on every
    /// machine.</param>
    /// <param name="strategy">Who decides the order; without it a portfolio. <see cref="DporStrategy"/> goes on until
    /// it has seen all interleavings, for worlds that are small.</param>
    /// <exception cref="ArgumentException">The strategy does not work on this program.</exception>
    /// <exception cref="InvalidOperationException">The program itself could not be run; the message says
    /// why.</exception>
    public static CheckResult Check(IProgram world, ExploreOptions? options = null, IStrategy? strategy = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        ExploreJob job = new(
            () => world,
            strategy ?? new PortfolioStrategy(new StrategySettings()),
            options ?? new ExploreOptions(),
            NeverStop.Instance);
        return Run(job) switch
        {
            Explored explored => new CheckResult(
                explored.Schedules,
                explored.DistinctClasses,
                explored.Complete,
                explored.FirstFinding,
                explored.Trace is { } trace ? trace with { Program = world } : null),
            ExploreRefused refused => throw new ArgumentException(refused.Text, nameof(strategy)),
            ExploreFailed failed => throw new InvalidOperationException(failed.Text),
            _ => throw new EngineException("the search ended without a result"),
        };
    }

    /// <summary>The search is actors too: here they run under a schedule that takes the oldest message.</summary>
    private static object? Run(ExploreJob job)
    {
        ControlledSettings settings = new() { Schedule = new PlainSchedule(), Clocks = false };
        using ControlledSystem system = new("check", settings);
        Listener? listener = null;
        IActorRef heard = system.ActorOf(Props.Create(() => Made(new Listener())), nameof(Listener));
        Props search = job.Strategy is DporStrategy
            ? Props.Create(() => new Reducer(job, 1, heard))
            : Props.Create(() => new Coordinator(job, 1, heard));
        system.ActorOf(search, nameof(Coordinator)).Tell(new StartExploring(), ActorRefs.NoSender);
        system.Run();
        return listener?.Result;

        Listener Made(Listener made) => listener = made;
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener()
        {
            Receive<Explored>(explored => Result = explored);
            Receive<ExploreRefused>(refused => Result = refused);
            Receive<ExploreFailed>(failed => Result = failed);
            ReceiveAny(static _ => { });
        }

        public object? Result { get; private set; }
    }

    private sealed class PlainSchedule : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => OldestFirst.Of(enabled);

        public int Choose(string site, int count) => 0;
    }
}
