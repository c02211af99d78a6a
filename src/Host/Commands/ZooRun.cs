namespace PhyrActors.Host;

/// <summary>The searches of a plan, one after the other, without those that are known.</summary>
/// <param name="error">Gets what explorations have to say.</param>
/// <param name="plan">What to search for.</param>
/// <param name="known">Results of an earlier run.</param>
/// <param name="checkpoint">Where to save what has ended; null for nowhere.</param>
/// <param name="workers">How many threads.</param>
internal sealed class ZooRun(
    TextWriter error, ZooPlan plan, IReadOnlyList<ZooResult> known, string? checkpoint, int workers)
{
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(2);

    private readonly List<ZooResult> _results = [];
    private readonly ResourceMeter _meter = new();
    private volatile ZooSearch? _current;
    private volatile ExplorationRun? _exploration;
    private volatile int _ended;

    /// <summary>Searches until all is known, time is up or the caller has had enough.</summary>
    public async Task RunAsync(TimeSpan? time, CancellationToken cancellation)
    {
        double saved = 0;
        try
        {
            foreach (ZooSearch search in plan.Searches())
            {
                if (await ResultOfAsync(search, time, cancellation) is not { } result)
                {
                    return;
                }

                _results.Add(result);
                _ended = _results.Count;
                if (_meter.WallSeconds - saved > s_saveEvery.TotalSeconds)
                {
                    saved = _meter.WallSeconds;
                    Save();
                }
            }
        }
        finally
        {
            Save();
        }
    }

    /// <summary>The table so far.</summary>
    public IReadOnlyList<ZooCell> Cells() =>
    [
        .. from entry in plan.Entries
           from strategy in plan.Strategies
           select new ZooCell(
               entry,
               strategy,
               plan.SeedsOf(strategy),
               _results.FindAll(result => result.Entry == entry.Id && result.Strategy == strategy)),
    ];

    public ProgressReport Progress() => new(
        "zoo",
        [
            ("searches", $"{Units.Count(_ended)} of {Units.Count(plan.Count)}"),
            ("now", _current is { } now ? $"{now.Entry.Id}, {now.Strategy}, seed {now.Seed}" : "-"),
            ("schedules", Units.Count(_exploration?.Latest?.Schedules ?? 0)),
            ("wall time", Units.Seconds(_meter.WallSeconds)),
        ]);

    private async Task<ZooResult?> ResultOfAsync(ZooSearch search, TimeSpan? time, CancellationToken cancellation)
    {
        if (known.FirstOrDefault(result => result.Answers(search)) is { } before)
        {
            return before;
        }

        TimeSpan? left = time - TimeSpan.FromSeconds(_meter.WallSeconds);
        if (cancellation.IsCancellationRequested || left <= TimeSpan.Zero)
        {
            return null;
        }

        (_current, _exploration) = (search, new ExplorationRun(error));
        return await search.RunAsync(_exploration, workers, left, cancellation);
    }

    /// <summary>What was known and not asked for this time is kept as well.</summary>
    private void Save()
    {
        if (checkpoint is not null)
        {
            ZooStore.Save([.. _results, .. known.Except(_results)], checkpoint);
        }
    }
}
