using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The <c>costs</c> of a scenario: what deliveries, work and channels take in simulated time.</summary>
/// <remarks>Rows are named <c>costs.message.ACTOR.MESSAGE</c> with <c>default</c> for any other message of the actor,
/// <c>costs.work.ROW</c>, and <c>costs.latency.SENDER.RECEIVER</c>. The swarm multiplier scales every row by a factor
/// drawn once from the seed.</remarks>
public sealed class CostTable : ICostTable
{
    private readonly Config _costs;
    private readonly ulong _seed;
    private readonly double _swarm;
    private readonly Dictionary<string, double> _work = [];
    private readonly Dictionary<string, double> _sites = [];

    /// <param name="scenario">A scenario with its defaults.</param>
    /// <param name="seed">The seed of the run.</param>
    public CostTable(Config scenario, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        _costs = scenario.GetConfig("costs");
        _seed = seed;
        _swarm = Bounds.Double(scenario, "costs.swarm", 1, 1e6);
        Jitter = Bounds.Double(scenario, "costs.jitter", 0, 1);
        foreach (string row in _costs.Children("work"))
        {
            string path = Config.Join("work", row);
            _work.Add(row, Bounds.Double(scenario, Config.Join("costs.work", row), 0) * Factor(path));
        }

        foreach (string site in scenario.Children("choices"))
        {
            _sites.Add(site, Bounds.Double(scenario, Config.Join("choices", site), 0, 1));
        }

        FaultSettings faults = FaultSettings.Read(scenario);
        foreach (FaultSite site in faults.Plan.Sites)
        {
            _sites[site.Name()] = faults.ProbabilityOf(site) ?? Probability(site.Name());
        }

        _sites[FaultSettings.SwarmSite] = 1;
    }

    public double Jitter { get; }

    public long MessageNanoseconds(Type receiver, Type message) =>
        Row(Config.Join("message", receiver.Name), message.Name, "message.default");

    public double WorkNanoseconds(string row) => _work.TryGetValue(row, out double nanoseconds)
        ? nanoseconds
        : throw new ArgumentException($"There is no cost row costs.work.\"{row}\".", nameof(row));

    public long LatencyNanoseconds(Type sender, Type receiver) =>
        Row(Config.Join("latency", sender.Name), receiver.Name, "latency.default");

    public double Probability(string site) => _sites.TryGetValue(site, out double probability) ? probability : 0;

    private long Row(string group, string name, string fallback)
    {
        string own = Config.Join(group, name);
        string ofGroup = Config.Join(group, "default");
        string path = _costs.HasPath(own) ? own : _costs.HasPath(ofGroup) ? ofGroup : fallback;
        long nanoseconds = _costs.GetDurationNanoseconds(path);
        Bounds.Require(_costs, path, nanoseconds >= 0, "a duration that is not negative");
        return (long)(nanoseconds * Factor(path));
    }

    /// <summary>Between 1 and the swarm key, or its inverse.</summary>
    private double Factor(string path)
    {
        ulong drawn = SplitMix64.Mix(_seed, SplitMix64.Hash(path));
        double exponent = ((drawn >> 11) * (2.0 / (1UL << 53))) - 1;
        return Math.Pow(_swarm, exponent);
    }
}
