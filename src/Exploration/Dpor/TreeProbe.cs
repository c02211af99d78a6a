namespace PhyrActors.Exploration;

/// <summary>Guesses how many classes a program has, from a few random ways down the tree of its runs.</summary>
/// <remarks>With sleep sets the tree has one leaf for each class, and others that only repeat one. A way that comes to
/// a leaf of the first kind stands for as many as there were ways to go at each of its states, multiplied; the mean
/// over the ways is right on average, and mostly too low. Deliveries to actors at which no run so far had a race come
/// at once and fork nothing. Steps are taken to have no footprints. Source: Knuth, "Estimating the efficiency of
/// backtrack programs", Mathematics of Computation 1975.</remarks>
internal sealed class TreeProbe : ISchedule
{
    // A program that needs more than this for a few ways is no matter of seconds anyway.
    private const long DeliveriesMax = 200_000;

    private const int RacingRuns = 16;

    // The graph of a run is a square.
    private const long StepsMax = 4096;

    private readonly Dependence _dependence;
    private readonly HashSet<ulong> _racing;
    private readonly long _faultsMax;
    private readonly List<Delivery> _asleep = [];
    private readonly List<int> _awake = [];
    private SplitMix64 _random;
    private double _leaves = 1;
    private long _faults;

    private TreeProbe(Dependence dependence, HashSet<ulong> racing, long faultsMax, ulong seed) =>
        (_dependence, _racing, _faultsMax, _random) = (dependence, racing, faultsMax, new SplitMix64(seed));

    /// <summary>How many classes there seem to be; 0 when no way came to an end, which happens in large
    /// trees.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">How it would be explored.</param>
    /// <param name="ways">How many ways to go at most.</param>
    /// <param name="stop">Ends the guess early.</param>
    public static double Guess(IProgram program, ExploreOptions options, int ways, IStopFlag stop)
    {
        RunLoop loop = new(options.PeriodicMax, stop) { ToTheEnd = true };
        Dependence dependence = new(program.Commuting);
        HashSet<ulong> racing = Racing(program, options, loop, new RunGraph(dependence));
        (double sum, long deliveries) = (0, 0);
        int way = 0;
        for (; way < ways && deliveries < DeliveriesMax && !stop.Raised; way++)
        {
            ulong seed = SplitMix64.Mix(options.Seed, (ulong)way);
            TreeProbe probe = new(dependence, racing, options.FaultsMax, seed);
            RunEnd end = loop.Run(program, probe, options.Seed, Math.Min(options.StepsMax, DeliveriesMax), null);
            sum += end == RunEnd.Quiescent ? probe._leaves : 0;
            deliveries += loop.Deliveries;
        }

        return way == 0 ? 0 : sum / way;
    }

    public int Pick(IEnabledSteps enabled)
    {
        _awake.Clear();
        for (int i = 0; i < enabled.Count; i++)
        {
            ulong id = enabled.Id(i);
            if (!_racing.Contains(enabled.View(i).ActorId))
            {
                return i;
            }

            if (!_asleep.Exists(step => step.Id == id))
            {
                _awake.Add(i);
            }
        }

        if (_awake.Count == 0)
        {
            return -1;
        }

        _leaves *= _awake.Count;
        int drawn = _random.Below(_awake.Count);
        Delivery picked = Delivery.Of(enabled.View(_awake[drawn]));
        for (int before = 0; before < drawn; before++)
        {
            _asleep.Add(Delivery.Of(enabled.View(_awake[before])));
        }

        _asleep.RemoveAll(step => _dependence.AreDependent(step, [], picked, []));
        return _awake[drawn];
    }

    public int Choose(string site, int count)
    {
        if (_faults >= _faultsMax)
        {
            return 0;
        }

        _leaves *= count;
        int chosen = _random.Below(count);
        _faults += chosen == 0 ? 0 : 1;
        return chosen;
    }

    /// <summary>Actors at which deliveries of a few random runs could have come the other way round.</summary>
    private static HashSet<ulong> Racing(IProgram program, ExploreOptions options, RunLoop loop, RunGraph graph)
    {
        HashSet<ulong> racing = [];
        RaceFinder finder = new(graph);
        RandomStrategy random = new();
        loop.Graph = graph;
        long deliveries = 0;
        for (int run = 0; run < RacingRuns && deliveries < DeliveriesMax; run++)
        {
            graph.Begin(0);
            long stepsMax = Math.Min(options.StepsMax, StepsMax);
            loop.Run(program, random.Begin(options.Seed, run), options.Seed, stepsMax, null);
            deliveries += loop.Deliveries;
            for (int later = 0; later < graph.Count; later++)
            {
                if (finder.RacesWith(later).Length > 0)
                {
                    racing.Add(graph[later].Delivery.ActorId);
                }
            }

            racing.UnionWith(finder.CancelledTimers().Select(timer => graph[timer.Instead].Delivery.ActorId));
        }

        loop.Graph = null;
        return racing;
    }
}
