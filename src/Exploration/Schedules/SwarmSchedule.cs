namespace PhyrActors.Exploration;

/// <summary>Lets another schedule decide orders, and decides which choices may be other than plain in this run, and how
/// often.</summary>
internal sealed class SwarmSchedule(ulong seed, ISchedule inner) : ISchedule, IStepWatch, INoting
{
    private const ulong Salt = 0x737761726D;

    // A quarter of the runs has no faults at all.
    private const ulong PlainRunMask = 3;
    private const int HalvingsMax = 6;

    private readonly IStepWatch? _watch = inner as IStepWatch;
    private readonly ulong _seed = SplitMix64.Mix(seed, Salt);
    private readonly List<(string Site, int Halvings)> _sites = [];
    private SplitMix64 _random = new(SplitMix64.Mix(seed, Salt + 1));

    public ScheduleNote? Note => (inner as INoting)?.Note;

    public int Pick(IEnabledSteps enabled) => inner.Pick(enabled);

    public int Choose(string site, int count)
    {
        int halvings = HalvingsOf(site);
        return halvings == 0 || _random.Below(1 << halvings) > 0 ? 0 : 1 + _random.Below(count - 1);
    }

    public void OnStep(in StepView step, ulong hash) => _watch?.OnStep(step, hash);

    /// <summary>How often the chance of a fault at this site is halved in this run; 0: there is none.</summary>
    private int HalvingsOf(string site)
    {
        foreach ((string known, int halvings) in _sites)
        {
            if (ReferenceEquals(known, site) || known == site)
            {
                return halvings;
            }
        }

        ulong drawn = SplitMix64.Mix(_seed, SplitMix64.Hash(site));
        bool isPlain = (_seed & PlainRunMask) == 0 || (drawn & 1) == 0;
        int drawnHalvings = isPlain ? 0 : 1 + (int)((drawn >> 1) % HalvingsMax);
        _sites.Add((site, drawnHalvings));
        return drawnHalvings;
    }
}
