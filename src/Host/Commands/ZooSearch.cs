using System.Security.Cryptography;
using System.Text;
using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>One search for an entry of the zoo.</summary>
internal sealed class ZooSearch
{
    private readonly Scenario _scenario;
    private readonly MutationSet _mutations;
    private readonly Provenance _provenance;

    /// <param name="entry">What to find.</param>
    /// <param name="strategy">Who decides.</param>
    /// <param name="seed">From which seed.</param>
    /// <param name="schedulesMax">How many schedules at most.</param>
    /// <param name="folder">Where the scenario files are.</param>
    /// <exception cref="InputException">There is no such file.</exception>
    public ZooSearch(ZooEntry entry, string strategy, ulong seed, long schedulesMax, string folder)
    {
        (Entry, Strategy, Seed, SchedulesMax) = (entry, strategy, seed, schedulesMax);
        _scenario = ScenarioStore.Load(Path.Combine(folder, entry.Scenario!), [.. entry.Overrides, $"seed = {seed}"]);
        _mutations = entry.Mutation == Mutation.None ? MutationSet.None : MutationSet.Of(entry.Mutation);
        _provenance = new Provenance(
            CommandTree.Version, _scenario.Config.ToString(), MutationNames.Of(_mutations));
        World = HashOf($"{CommandTree.Version}\n{_mutations}\n{_provenance.ProgramText}");
    }

    public ZooEntry Entry { get; }

    public string Strategy { get; }

    public ulong Seed { get; }

    public long SchedulesMax { get; }

    public string World { get; }

    /// <summary>Searches until something is found; null when time was up or the caller had enough.</summary>
    public async Task<ZooResult?> RunAsync(
        ExplorationRun exploration, int workers, TimeSpan? time, CancellationToken cancellation)
    {
        StopFlag stop = new();
        ExploreJob job = new(
            Program,
            StrategyNames.Parse(Strategy, _scenario.Strategies),
            new ExploreOptions
            {
                Seed = Seed,
                Schedules = SchedulesMax,
                StepsMax = _scenario.Limits.StepsMax,
                PeriodicMax = _scenario.Limits.PeriodicMax,
                Provenance = _provenance,
            },
            stop);
        try
        {
            Explored explored = await exploration.RunAsync(job, stop, workers, time, cancellation);
            return IsOver(explored) ? await Task.Run(() => Result(explored), CancellationToken.None) : null;
        }
        catch (InputException refusal)
        {
            return new ZooResult(
                Entry.Id, Strategy, Seed, SchedulesMax, World, 0, null, null, refusal.Message);
        }
    }

    /// <summary>A reduction that has found something, or spent its budget, has not seen every interleaving: the search
    /// is over all the same.</summary>
    private bool IsOver(Explored explored) =>
        explored.Complete || explored.FirstFinding is not null || explored.Schedules >= SchedulesMax;

    private ScenarioProgram Program() => new(_scenario, _mutations, CommandTree.Version);

    private ZooResult Result(Explored explored) => new(
        Entry.Id,
        Strategy,
        Seed,
        SchedulesMax,
        World,
        explored.Schedules,
        explored.FirstFinding?.Invariant,
        explored.FirstFinding is { } finding
            ? MinimalSteps.Of(Program(), explored.Trace, finding, NeverStop.Instance)
            : null,
        null);

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
