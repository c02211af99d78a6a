using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The <c>faults</c> of a scenario.</summary>
/// <param name="Plan">Which sites are on, and when they may strike.</param>
/// <param name="SwarmSites">How many of them a run draws; 0: all.</param>
internal sealed record FaultSettings(FaultPlan Plan, int SwarmSites)
{
    /// <summary>The choice of a site at the start of a run, once for each that it draws.</summary>
    public const string SwarmSite = "faults.swarm";

    private const string Rules =
        "{ probability = 0, rate = 0, nth = 0, at = [], burst = 1, limit = 0, until = 0s }";

    /// <summary>Every key that may be written below <c>faults</c>, beside those that have a default.</summary>
    public static Config Known { get; } = ConfigurationFactory.ParseString(
        $"faults {{ {string.Join(", ", FaultSites.Names.Select(name => $"\"{name}\" {Rules}"))} }}");

    public static FaultSettings Read(Config config)
    {
        string on = Bounds.OneOf(config, "faults.on", "none", "safe", "every", "sweep");
        FaultRule common = new()
        {
            Probability = Bounds.Double(config, "faults.probability", 0, 1),
            Limit = Bounds.Long(config, "faults.limit", 0),
            Until = Bounds.Time(config, "faults.until"),
        };
        int swarm = Bounds.Int(config, "faults.swarm", 0, FaultSites.All.Count);
        FaultPlan plan = FaultPlan.None;
        foreach (FaultSite site in FaultSites.All)
        {
            FaultRule? rule = RuleOf(config, site, common);
            rule = on == "sweep" ? new FaultRule()
                : rule ?? (IsOn(on, site) ? common : null);
            plan = rule is null ? plan : plan.With(site, rule);
        }

        return new FaultSettings(plan, swarm);
    }

    /// <summary>Where no schedule decides: the chance of an occasion that is asked about. Null: what <c>choices</c>
    /// says of the site.</summary>
    public double? ProbabilityOf(FaultSite site) => Plan[site]!.Probability is >= 0 and double own ? own : null;

    /// <summary>The sites of one run: each draw is a choice, 0 for none.</summary>
    public FaultPlan DrawSwarm(FaultPlan faults, IChoices choices)
    {
        if (SwarmSites == 0 || faults.IsEmpty)
        {
            return faults;
        }

        SortedSet<FaultSite> drawn = [];
        for (int i = 0; i < SwarmSites; i++)
        {
            int chosen = choices.Choose(SwarmSite, faults.Sites.Count + 1);
            if (chosen > 0)
            {
                drawn.Add(faults.Sites[chosen - 1]);
            }
        }

        return faults.Only(drawn);
    }

    private static bool IsOn(string on, FaultSite site) =>
        on == "every" || (on == "safe" && FaultCatalogue.Of(site).IsSafe);

    private static FaultRule? RuleOf(Config config, FaultSite site, FaultRule common)
    {
        string path = Config.Join("faults", site.Name());
        if (!config.HasPath(path))
        {
            return IsSwitchedOn(config, site) ? common with { Probability = -1 } : null;
        }

        string Key(string key) => Config.Join(path, key);
        long nth = config.HasPath(Key("nth")) ? Bounds.Long(config, Key("nth"), 1) : 0;
        double rate = config.HasPath(Key("rate")) ? Bounds.Double(config, Key("rate"), 0, 1e9) : 0;
        TimeSpan[] at = config.HasPath(Key("at")) ? TimesOf(config, Key("at")) : [];
        bool isAimed = nth > 0 || rate > 0 || at.Length > 0;
        return new FaultRule
        {
            Nth = nth,
            PerSecond = rate,
            At = at,
            Probability = config.HasPath(Key("probability")) ? Bounds.Double(config, Key("probability"), 0, 1)
                : isAimed ? 1
                : common.Probability,
            Burst = config.HasPath(Key("burst")) ? Bounds.Int(config, Key("burst"), 1) : 1,
            Limit = config.HasPath(Key("limit")) ? Bounds.Long(config, Key("limit"), 0) : common.Limit,
            Until = config.HasPath(Key("until")) ? Bounds.Time(config, Key("until")) : common.Until,
        };
    }

    /// <summary>Two sites have a switch of their own beside what they are a fault of.</summary>
    private static bool IsSwitchedOn(Config config, FaultSite site) =>
        (site == FaultSite.QueueError && config.GetBoolean("iommu.queue-errors"))
        || (site == FaultSite.IoTablePage && config.GetBoolean("iommu.map-errors"))
        || (site == FaultSite.AtsInvalidate && config.GetBoolean("ats.can-be-late"));

    private static TimeSpan[] TimesOf(Config config, string path)
    {
        TimeSpan[] times = [.. config.GetTimeSpanList(path)];
        bool isAscending = times.Zip(times.Skip(1)).All(static pair => pair.First < pair.Second);
        return isAscending && times.Length > 0 && times[0] >= TimeSpan.Zero
            ? times
            : throw new ConfigurationException(
                $"{config.Origin(path)}: key '{path}': expected times that are not negative, in ascending order");
    }
}
