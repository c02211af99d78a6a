using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Fails the first, the second, ... occasion at every site that is on until a run passes untouched; then pairs
/// of faults, drawn.</summary>
/// <remarks>All runs draw their orders alike, so that each differs from the plain run from its fault on. Of the first
/// schedules the one is taken that comes to most sites.</remarks>
public sealed class FaultSweep
{
    private const ulong PairSalt = 0x7061697273;

    private const long OrdersTried = 16;

    // A run so long is met by every site that there is.
    private const long LongRunDeliveries = 20_000;

    private readonly ScenarioProgram _program;
    private readonly ExploreOptions _options;
    private readonly Explorer _explorer;
    private readonly IStopFlag _stop;
    private readonly OccasionTally _tally = new();
    private readonly FaultSiteOutcome[] _sites;
    private readonly List<FaultAt> _met = [];
    private readonly IStrategy _orders;
    private readonly long _each;
    private long _order;

    /// <param name="scenario">With the sites on that are to fail.</param>
    /// <param name="mutations">The defects.</param>
    /// <param name="options">The seed and the bounds of one run; what the kernel is known to break; what traces say of
    /// the program.</param>
    /// <param name="stop">Ends the sweep, also in the middle of a run.</param>
    /// <param name="each">So many occasions of a site fail one by one; beyond them only every one that is twice as late
    /// as the one before. For runs with a hundred thousand occasions of one kind.</param>
    public FaultSweep(
        Scenario scenario,
        MutationSet mutations,
        ExploreOptions options,
        IStopFlag stop,
        long each = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(each);
        _each = each;
        _program = new ScenarioProgram(scenario, mutations);
        _options = options with { TwiceEvery = 0 };
        _stop = stop;
        _explorer = new Explorer(_options, stop);
        _orders = new RandomStrategy(scenario.Strategies);
        _sites = [.. scenario.Faults.Plan.Sites.Select(static site => new FaultSiteOutcome(site))];
    }

    /// <summary>What was seen so far, by site.</summary>
    public IReadOnlyList<FaultSiteOutcome> Sites => _sites;

    /// <summary>Pairs run so far.</summary>
    public long Pairs { get; private set; }

    /// <summary>The plain run, then one fault after the other, every site's first before any site's second.</summary>
    public IEnumerable<FaultCase> Singles()
    {
        if (RunPlain() is not { } plain)
        {
            yield break;
        }

        foreach (FaultSiteOutcome site in _sites)
        {
            site.Occasions = _tally[site.Site.Name()];
        }

        yield return plain;
        for (long nth = 1;
            !Array.TrueForAll(_sites, static site => site.IsExhausted);
            nth = nth < _each ? nth + 1 : nth * 2)
        {
            foreach (FaultSiteOutcome site in _sites.Where(static site => !site.IsExhausted))
            {
                for (int fate = 1; fate <= site.Site.Fates() && !site.IsExhausted; fate++)
                {
                    if (RunOne(site, new FaultAt(site.Site, nth, fate)) is not { } run)
                    {
                        yield break;
                    }

                    yield return run;
                }
            }
        }
    }

    /// <summary>Pairs of faults that have struck alone, without end.</summary>
    public IEnumerable<FaultCase> DrawPairs()
    {
        SplitMix64 random = new(SplitMix64.Mix(_options.Seed, PairSalt));
        while (_met.Count > 1)
        {
            FaultAt first = _met[random.Below(_met.Count)];
            FaultAt second = _met[random.Below(_met.Count)];
            if (first != second)
            {
                if (RunPair(first, second) is not { } run)
                {
                    yield break;
                }

                Pairs++;
                yield return run;
            }
        }
    }

    /// <summary>Chooses the orders.</summary>
    private FaultCase? RunPlain()
    {
        (long best, int sitesMet) = (0, -1);
        for (_order = 0; _order < OrdersTried; _order++)
        {
            if (Run([]) is not { } run)
            {
                return null;
            }

            int met = _sites.Count(site => _tally[site.Site.Name()] > 0);
            (best, sitesMet) = met > sitesMet ? (_order, met) : (best, sitesMet);
            if (!run.Agrees || run.Outcome.Deliveries > LongRunDeliveries)
            {
                return run;
            }
        }

        _order = best;
        return Run([]);
    }

    private FaultCase? RunOne(FaultSiteOutcome site, FaultAt fault)
    {
        if (Run([fault]) is not { } run)
        {
            return null;
        }

        site.Add(run);
        site.IsExhausted = !run.Struck;
        if (run.Struck)
        {
            _met.Add(fault);
        }

        return run;
    }

    private FaultCase? RunPair(FaultAt first, FaultAt second)
    {
        if (Run([first, second]) is not { } run)
        {
            return null;
        }

        foreach (FaultSiteOutcome site in _sites.Where(site => site.Site == first.Site || site.Site == second.Site))
        {
            site.Add(run);
        }

        return run;
    }

    /// <returns>Null: it was stopped.</returns>
    private FaultCase? Run(FaultAt[] faults)
    {
        if (_stop.Raised)
        {
            return null;
        }

        ForcedChoice[] forced = Array.ConvertAll(
            faults, static fault => new ForcedChoice(fault.Site.Name(), fault.Nth, fault.Fate));
        RunOutcome outcome = _explorer.RunOne(
            _program, new ForcedStrategy(_orders, forced, _tally), _options.Seed, _order);
        if (outcome.End == RunEnd.Stopped && outcome.Findings.Count == 0)
        {
            return null;
        }

        bool struck = Array.TrueForAll(faults, fault => _tally[fault.Site.Name()] >= fault.Nth);
        return new FaultCase(faults, struck, outcome, _options.Expected);
    }
}
