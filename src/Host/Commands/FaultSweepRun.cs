using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A sweep of faults to its end, or until time is up or somebody has had enough.</summary>
/// <param name="scenario">With the sites on.</param>
/// <param name="mutations">The defects.</param>
/// <param name="options">The bounds of each run.</param>
/// <param name="singlesMax">How many runs before the pairs; null: until every site is exhausted.</param>
/// <param name="pairsMax">How many pairs.</param>
/// <param name="each">How many occasions of a site fail one by one.</param>
internal sealed class FaultSweepRun(
    Scenario scenario, MutationSet mutations, ExploreOptions options, long? singlesMax, long pairsMax, long each)
{
    private readonly StopFlag _stop = new();
    private FaultSweep? _sweep;
    private long _runs;
    private long _differences;

    public string Scenario => scenario.Name;

    public ulong Seed => options.Seed;

    public long Runs => Interlocked.Read(ref _runs);

    public long Differences => Interlocked.Read(ref _differences);

    /// <summary>The first run that is not as docs/faults.md says, the plain one included.</summary>
    public FaultCase? FirstDifference { get; private set; }

    /// <summary>Time was up, or somebody had had enough, before all was done.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Only counted: nothing was made to fail.</summary>
    public bool IsCountOnly => singlesMax == 1;

    public long Pairs => _sweep?.Pairs ?? 0;

    public IReadOnlyList<FaultSiteOutcome> Sites => _sweep?.Sites ?? [];

    public ProgressReport Progress => new(
        $"{Scenario}, seed {Seed}",
        [("runs", Units.Count(Runs)), ("pairs", Units.Count(Pairs)), ("differences", Units.Count(Differences))]);

    public async Task RunAsync(TimeSpan? time, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time ?? Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration stopping = limit.Token.Register(_stop.Raise);
        await Task.Run(Run, CancellationToken.None);
    }

    private void Run()
    {
        _sweep = new FaultSweep(scenario, mutations, options, _stop, each);
        Take(_sweep.Singles(), singlesMax ?? long.MaxValue);
        Take(_sweep.DrawPairs(), pairsMax);
        IsCutShort = _stop.Raised;
    }

    private void Take(IEnumerable<FaultCase> cases, long most)
    {
        if (most == 0)
        {
            return;
        }

        foreach (FaultCase run in cases)
        {
            Interlocked.Increment(ref _runs);
            if (!run.Agrees)
            {
                FirstDifference ??= run;
                Interlocked.Increment(ref _differences);
            }

            if (--most == 0 || _stop.Raised)
            {
                return;
            }
        }
    }
}
