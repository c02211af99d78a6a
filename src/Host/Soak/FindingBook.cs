using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Keeps the findings of a soak, each the moment it is made. Safe for every thread.</summary>
/// <remarks>Of each invariant the first worlds are kept with a trace, some more by their seed, and all are
/// counted.</remarks>
internal sealed class FindingBook
{
    /// <summary>Findings of one invariant that get a trace.</summary>
    public const int TracesMax = 16;

    /// <summary>Findings of one invariant that the store keeps.</summary>
    public const int KeptMax = 1000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<(ulong, string)> _known = [];
    private readonly SoakJournal _journal;
    private readonly SoakLedger _ledger;
    private readonly string _folder;
    private long _total;

    /// <param name="journal">Where findings go.</param>
    /// <param name="ledger">Knows the time.</param>
    /// <param name="folder">Where traces go; made when there is one.</param>
    /// <param name="earlier">Findings of earlier sessions.</param>
    /// <param name="earlierTotal">How many there were, also beyond those that were kept.</param>
    public FindingBook(
        SoakJournal journal,
        SoakLedger ledger,
        string folder,
        IReadOnlyList<SoakFinding> earlier,
        long earlierTotal)
    {
        (_journal, _ledger, _folder) = (journal, ledger, folder);
        foreach (SoakFinding found in earlier)
        {
            Count(found.Seed, found.Finding.Invariant);
        }

        _total = Math.Max(_total, earlierTotal);
    }

    /// <summary>All findings, one for each invariant and world.</summary>
    public long Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    /// <summary>Findings by invariant, in the order of their names.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Counts()
    {
        lock (_gate)
        {
            return [.. _counts];
        }
    }

    /// <summary>Keeps a finding, and then its trace.</summary>
    /// <param name="seed">The world's seed.</param>
    /// <param name="finding">The first of its invariant in that world.</param>
    /// <param name="trace">Makes the trace; slow.</param>
    public void Add(
        ulong seed, Finding finding, Func<Finding, (Finding Finding, Trace? Trace, string Remark)> trace)
    {
        if (Count(seed, finding.Invariant) is not (> 0 and <= KeptMax and long count))
        {
            return;
        }

        SoakFinding found = new(seed, _ledger.WallSeconds, finding, null, "no trace: the seed gives it again");
        _journal.Add(found);
        if (count <= TracesMax)
        {
            _journal.Add(WithTrace(found, trace));
        }
    }

    /// <returns>Which of its invariant it is, from 1; 0: it is known.</returns>
    private long Count(ulong seed, string invariant)
    {
        lock (_gate)
        {
            long count = _counts.GetValueOrDefault(invariant) + 1;
            if (count <= KeptMax && !_known.Add((seed, invariant)))
            {
                return 0;
            }

            _counts[invariant] = count;
            _total++;
            return count;
        }
    }

    private SoakFinding WithTrace(
        SoakFinding found, Func<Finding, (Finding Finding, Trace? Trace, string Remark)> make)
    {
        (Finding shown, Trace? trace, string remark) = make(found.Finding);
        if (trace is null)
        {
            return found with { Remark = remark };
        }

        string file = Path.Combine(_folder, $"{shown.Invariant}-seed{found.Seed}{TraceStore.Extension}");
        try
        {
            Directory.CreateDirectory(_folder);
            TraceStore.Save(trace, file);
            return found with { TraceFile = file, Remark = remark };
        }
        catch (Exception cause) when (cause is InputException or IOException or UnauthorizedAccessException)
        {
            return found with { Remark = $"no trace: {cause.Message}" };
        }
    }
}
