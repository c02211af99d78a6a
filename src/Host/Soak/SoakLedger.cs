using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Adds up what the worlds of a soak do, and hands out their seeds. Safe for every thread.</summary>
internal sealed class SoakLedger
{
    private readonly Lock _gate = new();
    private readonly SoakBudget _budget;
    private readonly SeedLedger _seeds;
    private readonly ClassSample _classes;
    private readonly SortedDictionary<string, (long Asked, long Taken)> _sites = new(StringComparer.Ordinal);
    private readonly List<WindowCount> _windows = [];
    private readonly WorldProgress?[] _open;
    private readonly ResourceMeter _meter = new();
    private readonly SoakTotals _before;
    private SoakTotals _finished;
    private long _taken;

    /// <param name="budget">When to hand out no more seeds.</param>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="workers">How many worlds there are at once.</param>
    /// <param name="from">Where to go on; null to begin.</param>
    public SoakLedger(SoakBudget budget, ulong firstSeed, int workers, SoakSnapshot? from)
    {
        _budget = budget;
        _seeds = new SeedLedger(firstSeed, from?.SeedsDone ?? []);
        _classes = from is null ? new ClassSample() : ClassSample.Load(from.Classes);
        _open = new WorldProgress?[workers];
        _finished = _before = from?.Totals ?? new SoakTotals();
        _taken = _before.Runs;
        AddSites(from?.Sites ?? []);
        AddWindows(from?.Windows ?? []);
    }

    /// <summary>The time of the soak, all sessions together.</summary>
    public double WallSeconds => _before.WallSeconds + _meter.WallSeconds;

    /// <summary>A seed for the worker's next world; null when there has been enough.</summary>
    public ulong? TakeSeed()
    {
        lock (_gate)
        {
            return _taken >= _budget.Seeds || _budget.IsSpent(Sum()) ? null : Take();
        }

        ulong Take()
        {
            _taken++;
            return _seeds.Take();
        }
    }

    /// <summary>The worker's world has come so far.</summary>
    /// <returns>False when there has been enough of everything.</returns>
    public bool Note(int worker, WorldProgress progress)
    {
        lock (_gate)
        {
            _open[worker] = progress;
            return !(_budget with { Seeds = null }).IsSpent(Sum());
        }
    }

    /// <summary>The worker's world is over.</summary>
    /// <param name="worker">The worker's number.</param>
    /// <param name="seed">The world's seed.</param>
    /// <param name="progress">All that it did.</param>
    /// <param name="classHash">Its class; null where there is none.</param>
    public void Finish(int worker, ulong seed, WorldProgress progress, ulong? classHash)
    {
        lock (_gate)
        {
            Close(worker, progress);
            _finished = _finished with { Runs = _finished.Runs + 1 };
            _seeds.Finish(seed);
            if (classHash is { } hash)
            {
                _classes.Add(hash);
            }
        }
    }

    /// <summary>The worker's world was cut short: what it did counts, and its seed is to be run again.</summary>
    public void Abandon(int worker, WorldProgress progress)
    {
        lock (_gate)
        {
            Close(worker, progress);
        }
    }

    /// <param name="findings">How many there are.</param>
    /// <param name="toKeep">With the sample of classes, to go on from; it is large.</param>
    public SoakSnapshot Snapshot(long findings, bool toKeep)
    {
        lock (_gate)
        {
            WorldProgress[] open = [.. _open.OfType<WorldProgress>()];
            ResourceUse use = _meter.Read();
            return new SoakSnapshot(
                Sum() with { CpuSeconds = _before.CpuSeconds + use.CpuSeconds, Findings = findings },
                open.Aggregate(0UL, static (sum, world) => sum + world.PinnedBytes),
                open.Sum(static world => world.LiveWindows),
                open.Sum(static world => world.ExposedPages),
                _classes.Distinct,
                _classes.UnseenShare,
                WindowTotals(open),
                SiteTotals(open),
                _seeds.Done,
                toKeep ? _classes.Save() : [],
                Environment.WorkingSet,
                GC.GetGCMemoryInfo().HeapSizeBytes);
        }
    }

    private SoakTotals Sum() => _open.OfType<WorldProgress>().Aggregate(
        _finished with { WallSeconds = WallSeconds },
        static (sum, world) => sum.Plus(world));

    private void Close(int worker, WorldProgress progress)
    {
        _open[worker] = null;
        _finished = _finished.Plus(progress);
        AddSites(progress.Sites);
        AddWindows(progress.Windows);
    }

    private void AddSites(IEnumerable<SiteCount> sites)
    {
        foreach (SiteCount site in sites)
        {
            (long asked, long taken) = _sites.GetValueOrDefault(site.Site);
            _sites[site.Site] = (asked + site.Asked, taken + site.Taken);
        }
    }

    private void AddWindows(IEnumerable<WindowCount> windows)
    {
        foreach (WindowCount window in windows)
        {
            int index = _windows.FindIndex(known => known.Name == window.Name);
            if (index < 0)
            {
                _windows.Add(window);
            }
            else
            {
                _windows[index] = Sum(_windows[index], window);
            }
        }
    }

    private SiteCount[] SiteTotals(WorldProgress[] open) =>
    [
        .. _sites.Select(static site => new SiteCount(site.Key, site.Value.Asked, site.Value.Taken))
            .Concat(open.SelectMany(static world => world.Sites))
            .OrderBy(static site => site.Site, StringComparer.Ordinal)
            .GroupBy(static site => site.Site, StringComparer.Ordinal)
            .Select(static g => new SiteCount(g.Key, g.Sum(static s => s.Asked), g.Sum(static s => s.Taken))),
    ];

    private WindowCount[] WindowTotals(WorldProgress[] open) =>
    [
        .. _windows.Concat(open.SelectMany(static world => world.Windows))
            .OrderBy(static window => window.Name, StringComparer.Ordinal)
            .GroupBy(static window => window.Name, StringComparer.Ordinal)
            .Select(static same => same.Aggregate(Sum)),
    ];

    private static WindowCount Sum(WindowCount left, WindowCount right) =>
        new(left.Name, left.Schedules + right.Schedules, left.Times + right.Times);
}
