using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Which searches make the table.</summary>
/// <param name="Entries">What to find.</param>
/// <param name="Strategies">Who decides.</param>
/// <param name="IsFull">Every strategy gets as much as the default one.</param>
/// <param name="SeedsAsked">From how many seeds; null for the usual number.</param>
/// <param name="SchedulesAsked">How many schedules at most; null for the usual number.</param>
/// <param name="Folder">Where the scenario files are.</param>
internal sealed record ZooPlan(
    IReadOnlyList<ZooEntry> Entries,
    IReadOnlyList<string> Strategies,
    bool IsFull,
    int? SeedsAsked,
    long? SchedulesAsked,
    string Folder)
{
    /// <summary>The searches, in order: the default strategy on every entry before any other.</summary>
    public IEnumerable<ZooSearch> Searches() =>
        from strategy in Strategies
        from entry in Entries
        from seed in Enumerable.Range(1, SeedsOf(strategy))
        select new ZooSearch(entry, strategy, (ulong)seed, SchedulesOf(strategy), Folder);

    public int Count => Entries.Count * Strategies.Sum(SeedsOf);

    public int SeedsOf(string strategy) => SeedsAsked ?? (IsThorough(strategy) ? 21 : 5);

    private long SchedulesOf(string strategy) => SchedulesAsked ?? (IsThorough(strategy) ? 20_000 : 2_000);

    private bool IsThorough(string strategy) => IsFull || strategy == StrategyNames.Default;
}
