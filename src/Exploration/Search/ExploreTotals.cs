using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Sums over batches, in the order of their schedules.</summary>
internal sealed class ExploreTotals(ExploreOptions options)
{
    private readonly WindowTally _windows = new();
    private readonly FindingTally _findings = new();
    private ClassTable _classes = new();
    private OrderTally _orders = new();
    private long _deliveries;
    private Finding? _first;
    private Trace? _trace;

    public long Schedules { get; private set; }

    public long DistinctClasses => _classes.Count;

    public long Violations { get; private set; }

    /// <summary>Something was found that nobody expects.</summary>
    public bool HasNews => _first is not null && options.IsNews(_first);

    /// <summary>Adds a batch, and its runs to <paramref name="notes"/> as the strategy will see them.</summary>
    public void Add(BatchDone batch, List<RunNote> notes)
    {
        foreach ((int i, BatchRun run) in batch.Runs.Index())
        {
            _deliveries += run.Deliveries;
            bool isNew = _classes.Add(run.ClassHash);
            notes.Add(new RunNote(batch.Batch.First + i, run.Deliveries, isNew, run.Note));
            if (run.Found is { } found)
            {
                _findings.Add(found);
            }
        }

        Schedules += batch.Runs.Count;
        Violations += batch.Violations;
        _windows.Add(batch.Windows);
        _orders.Add(batch.Orders);
        if (batch.First is { } first && (_first is null || (options.IsNews(first) && !HasNews)))
        {
            (_first, _trace) = (first, batch.Trace);
        }
    }

    public ExploreProgress Progress() =>
        new(Schedules, _deliveries, _classes.Count, UnseenShare, Violations, _windows.Counts);

    public Explored Result(bool complete) => new(
        Schedules,
        _deliveries,
        _classes.Count,
        UnseenShare,
        Violations,
        _first,
        _trace,
        _windows.Counts,
        _orders.Report(),
        complete)
    {
        Findings = _findings.Counts,
    };

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)Schedules);
        writer.Number((ulong)_deliveries);
        writer.Number((ulong)Violations);
        _classes.Save(writer);
        _orders.Save(writer);
        IReadOnlyList<WindowCount> windows = _windows.Counts;
        writer.Number((ulong)windows.Count);
        foreach (WindowCount window in windows)
        {
            writer.Text(window.Name);
            writer.Number((ulong)window.Schedules);
            writer.Number((ulong)window.Times);
        }

        writer.Number(_first is null ? 0UL : _trace is null ? 1UL : 2UL);
        if (_first is not null)
        {
            TraceBody.WriteFinding(writer, _first);
        }

        if (_trace is not null)
        {
            writer.Bytes(TraceBody.Encode(_trace));
        }

        _findings.Save(writer);
    }

    public static ExploreTotals Load(TraceReader reader, ExploreOptions options)
    {
        ExploreTotals totals = new(options)
        {
            Schedules = reader.Long(),
            _deliveries = reader.Long(),
            Violations = reader.Long(),
            _classes = ClassTable.Load(reader),
            _orders = OrderTally.Load(reader),
        };
        totals._windows.Add(reader.List(static r => new WindowCount(r.Text(), (long)r.Number(), (long)r.Number())));
        ulong kept = reader.Number();
        totals._first = kept > 0 ? TraceBody.ReadFinding(reader) : null;
        totals._trace = kept > 1 ? TraceBody.Decode(reader.Bytes()) : null;
        totals._findings.Load(reader);
        return totals;
    }

    /// <summary>Good, "The population frequencies of species", Biometrika 1953.</summary>
    private double UnseenShare => Schedules == 0 ? 1 : (double)_classes.Once / Schedules;
}
