using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Counts runs by the invariant that they violate.</summary>
internal sealed class FindingTally
{
    private readonly SortedDictionary<string, (long Schedules, Finding First)> _counts =
        new(StringComparer.Ordinal);

    public IReadOnlyList<FindingCount> Counts =>
        [.. _counts.Select(static row => new FindingCount(row.Key, row.Value.Schedules, row.Value.First))];

    /// <summary>The finding by which a run is called: that it cannot be had again comes before what it seemed to show,
    /// and what nobody expects before what is expected.</summary>
    public static Finding Told(IReadOnlyList<Finding> findings, ExploreOptions options) =>
        findings[^1].Invariant == FindingKinds.NotDeterministic
            ? findings[^1]
            : findings.FirstOrDefault(options.IsNews) ?? findings[0];

    public void Add(Finding finding) => Add(new FindingCount(finding.Invariant, 1, finding));

    public void Add(FindingCount count) =>
        _counts[count.Invariant] = _counts.TryGetValue(count.Invariant, out (long Schedules, Finding First) known)
            ? (known.Schedules + count.Schedules, known.First)
            : (count.Schedules, count.First);

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)_counts.Count);
        foreach (FindingCount count in Counts)
        {
            writer.Number((ulong)count.Schedules);
            TraceBody.WriteFinding(writer, count.First);
        }
    }

    public void Load(TraceReader reader)
    {
        foreach ((long schedules, Finding first) in reader.List(static r => (r.Long(), TraceBody.ReadFinding(r))))
        {
            Add(new FindingCount(first.Invariant, schedules, first));
        }
    }
}
