using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Sums over batches, in the order of their schedules.</summary>
internal sealed class ExploreTotals
{
    private readonly HashSet<ulong> _classes = [];
    private readonly WindowTally _windows = new();
    private long _deliveries;
    private Finding? _first;
    private Trace? _trace;

    public long Schedules { get; private set; }

    public long Violations { get; private set; }

    public void Add(BatchDone batch)
    {
        foreach (ulong hash in batch.Classes)
        {
            _classes.Add(hash);
        }

        Schedules += batch.Classes.Count;
        _deliveries += batch.Deliveries;
        Violations += batch.Violations;
        _windows.Add(batch.Windows);
        if (_first is null && batch.Findings.Count > 0)
        {
            (_first, _trace) = (Told(batch.Findings), batch.Trace);
        }
    }

    public ExploreProgress Progress() => new(Schedules, _deliveries, _classes.Count, Violations, _windows.Counts);

    public Explored Result(bool complete) => new(
        Schedules, _deliveries, _classes.Count, Violations, _first, _trace, _windows.Counts, complete);

    /// <summary>A run that cannot be had again is told before what it seemed to show.</summary>
    private static Finding Told(IReadOnlyList<Finding> findings) =>
        findings[^1].Invariant == FindingKinds.NotDeterministic ? findings[^1] : findings[0];
}
