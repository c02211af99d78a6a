using System.Runtime.CompilerServices;

namespace PhyrActors.Actors;

/// <summary>One actor's questions whether it fails now; counts its occasions at each site.</summary>
public sealed class FaultPoints
{
    /// <summary>Nothing ever fails.</summary>
    public static readonly FaultPoints Off = new(FaultPlan.None);

    private readonly FaultPlan _plan;
    private readonly IChoices? _choices;
    private readonly IActorContext? _context;
    private readonly FaultCount[]? _counts;
    private readonly Func<ulong, ulong>? _draw;
    private SplitMix64 _times;

    private FaultPoints(FaultPlan plan) => _plan = plan;

    internal FaultPoints(FaultPlan plan, IChoices choices, IActorContext context)
        : this(plan)
    {
        (_choices, _context) = (choices, context);

        // Apart from the actor's own draws: under a schedule, where times mean nothing, those are to be the same.
        _times = new SplitMix64(choices.Draw(1UL << 53));
        _draw = count => _times.Below(count);
        _counts = new FaultCount[FaultSites.All.Count];
    }

    /// <summary>Nothing fails in this run.</summary>
    public bool IsOff => _counts is null;

    /// <summary>Whether a site that fails in one way fails now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Strikes(FaultSite site) => _counts is not null && Ask(site) != 0;

    /// <summary>In which way a site fails now, from 1; 0: it does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Fate(FaultSite site) => _counts is null ? 0 : Ask(site);

    private int Ask(FaultSite site)
    {
        if (_plan[site] is not { } rule)
        {
            return 0;
        }

        ref FaultCount count = ref _counts![(int)site];
        int fate = count.GoOn();
        if (fate == 0)
        {
            if (!count.IsAsked(rule))
            {
                return 0;
            }

            bool isDue = count.IsDue(rule, _context!.System.Scheduler.MonotonicClock, _draw!);
            fate = _choices!.Choose(site.Name(), site.Fates() + 1, isDue);
            count.Strike(rule, fate);
        }

        if (fate != 0)
        {
            _context!.System.EventStream.Publish(new FaultInjected(site, fate, _context.Self.Path.Name));
        }

        return fate;
    }
}
