namespace PhyrActors.Exploration;

/// <summary>Guesses how many classes a program has, from a few random ways down the tree of its runs.</summary>
/// <remarks>With sleep sets the tree has one leaf for each class, and others that only repeat one. A way that comes to a
/// leaf of the first kind stands for as many as there were ways to go at each of its states, multiplied; the mean over
/// the ways is right on average, and mostly too low. Steps are taken to have no footprints. Source: Knuth, "Estimating
/// the efficiency of backtrack programs", Mathematics of Computation 1975.</remarks>
internal sealed class TreeProbe : ISchedule
{
    // A program that needs more than this for a few ways is no matter of seconds anyway.
    private const long DeliveriesMax = 200_000;

    private readonly Dependence _dependence;
    private readonly long _faultsMax;
    private readonly List<Delivery> _asleep = [];
    private readonly List<int> _awake = [];
    private SplitMix64 _random;
    private double _leaves = 1;
    private long _faults;

    private TreeProbe(Dependence dependence, long faultsMax, ulong seed) =>
        (_dependence, _faultsMax, _random) = (dependence, faultsMax, new SplitMix64(seed));

    /// <summary>How many classes there seem to be; 0 when no way came to an end, which happens in large trees.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">How it would be explored.</param>
    /// <param name="ways">How many ways to go at most.</param>
    /// <param name="stop">Ends the guess early.</param>
    public static double Guess(IProgram program, ExploreOptions options, int ways, IStopFlag stop)
    {
        RunLoop loop = new(options.PeriodicMax, stop) { ToTheEnd = true };
        (double sum, long deliveries) = (0, 0);
        int way = 0;
        for (; way < ways && deliveries < DeliveriesMax && !stop.Raised; way++)
        {
            ulong seed = SplitMix64.Mix(options.Seed, (ulong)way);
            TreeProbe probe = new(new Dependence(program.Commuting), options.FaultsMax, seed);
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
}
