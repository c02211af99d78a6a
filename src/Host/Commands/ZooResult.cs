namespace PhyrActors.Host;

/// <summary>What one search for an entry of the zoo gave: one strategy, from one seed, until it is found.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Strategy">Who decided.</param>
/// <param name="Seed">From which seed.</param>
/// <param name="SchedulesMax">The budget.</param>
/// <param name="World">A hash of all that was explored: with another, the search would be another.</param>
/// <param name="Schedules">Schedules run, up to and including the one that showed something.</param>
/// <param name="Invariant">What was violated first; null: nothing within the budget.</param>
/// <param name="Steps">The least deliveries that are known to show it; null when nothing was found.</param>
/// <param name="Refusal">Why the strategy does not work on this world; null when it does.</param>
internal sealed record ZooResult(
    string Entry,
    string Strategy,
    ulong Seed,
    long SchedulesMax,
    string World,
    long Schedules,
    string? Invariant,
    long? Steps,
    string? Refusal)
{
    /// <summary>Whether this answers the same question.</summary>
    public bool Answers(ZooSearch search) =>
        Entry == search.Entry.Id
        && Strategy == search.Strategy
        && Seed == search.Seed
        && SchedulesMax == search.SchedulesMax
        && World == search.World;
}
