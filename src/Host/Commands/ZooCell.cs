using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>An entry of the zoo and a strategy: what the searches from several seeds gave.</summary>
/// <param name="Entry">What was to be found.</param>
/// <param name="Strategy">Who decided.</param>
/// <param name="Seeds">From how many seeds.</param>
/// <param name="Results">The searches that have ended.</param>
internal sealed record ZooCell(ZooEntry Entry, string Strategy, int Seeds, IReadOnlyList<ZooResult> Results)
{
    /// <summary>The searches that found it, fewest schedules first.</summary>
    public IReadOnlyList<ZooResult> Hits { get; } =
        [.. Results.Where(result => IsHit(Entry, result)).OrderBy(static result => result.Schedules)];

    public bool IsWhole => Results.Count == Seeds;

    /// <summary>All searches ended, and some did not find it.</summary>
    public bool IsMissed => IsWhole && Hits.Count < Seeds;

    /// <summary>Schedules until it is found, over the seeds from which it is: the lower median.</summary>
    public long? SchedulesMedian => Hits.Count == 0 ? null : Hits[(Hits.Count - 1) / 2].Schedules;

    public long? SchedulesMax => Hits.Count == 0 ? null : Hits[^1].Schedules;

    public long? StepsMin => Hits.Min(static hit => hit.Steps);

    /// <summary>What caught it most often.</summary>
    public string? Invariant => Hits
        .GroupBy(static hit => hit.Invariant!, StringComparer.Ordinal)
        .OrderByDescending(static group => group.Count())
        .ThenBy(static group => group.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;

    /// <summary>Something that was found and is not what the page names.</summary>
    public string? OtherFinding => Results
        .FirstOrDefault(result => result.Invariant is not null && !IsHit(Entry, result))?.Invariant;

    /// <summary>Why the strategy does not work on this world.</summary>
    public string? Refusal => Results.FirstOrDefault(static result => result.Refusal is not null)?.Refusal;

    private static bool IsHit(ZooEntry entry, ZooResult result) =>
        result.Invariant is { } invariant && entry.Invariants.Contains(invariant, StringComparer.Ordinal);
}
