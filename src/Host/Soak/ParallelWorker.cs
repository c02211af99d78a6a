using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Runs one system after another on real threads, each from another seed.</summary>
/// <param name="job">What to run.</param>
/// <param name="number">The worker's number.</param>
/// <param name="ledger">Gives seeds and adds up.</param>
/// <param name="findings">Keeps what is found.</param>
/// <param name="stop">Raised when there has been enough.</param>
internal sealed class ParallelWorker(
    SoakJob job, int number, SoakLedger ledger, FindingBook findings, StopFlag stop) : ISoakWorker
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    /// <summary>Of each actor, where not everything is recorded.</summary>
    private const int FlightDeliveriesMax = 10_000;

    private readonly StallClock _stall = new(TimeProvider.System);
    private readonly HashSet<string> _found = [];
    private volatile ParallelRun? _run;
    private ulong _seed;
    private volatile bool _abandoned;

    public async Task RunAsync()
    {
        while (!stop.Raised && !_abandoned && ledger.TakeSeed() is { } seed)
        {
            await RunSystemAsync(job.Scenario.WithSeed(seed));
        }
    }

    public string? Stalled(TimeSpan after)
    {
        if (_abandoned || _run is not { } run || !_stall.HasStood(run.Latest?.Deliveries ?? 0, after))
        {
            return null;
        }

        IReadOnlyList<WaitingMessages> waiting = run.Waiting();
        if (waiting.Count == 0)
        {
            return null;
        }

        _abandoned = true;
        string text = $"no delivery for {Units.Seconds(after.TotalSeconds)} of wall time; {MailboxDump.Of(waiting)}";
        Finding finding = new(
            FindingKinds.NoProgress, text, run.Latest?.Deliveries ?? 0, string.Empty, string.Empty, null);
        findings.Add(_seed, finding, WithoutTrace);
        return text;
    }

    private async Task RunSystemAsync(Scenario scenario)
    {
        using CancellationTokenSource end = new();
        int deliveriesMax = job.Record ? int.MaxValue : FlightDeliveriesMax;
        ClockedCollector? clocked = job.Clocks || job.Record ? new ClockedCollector(scenario, deliveriesMax) : null;
        ParallelRun run = new(scenario, job.Mutations, clocked);
        (_seed, _run) = (scenario.Seed, run);
        _found.Clear();
        Task<RunReport> work = run.RunAsync(end.Token);
        while (await Task.WhenAny(work, Task.Delay(s_look)) != work)
        {
            bool isEnough = run.Latest is { } latest && !Note(scenario, latest, run, clocked);
            if (isEnough || stop.Raised || _abandoned)
            {
                await end.CancelAsync();
            }

            if (_abandoned)
            {
                return;
            }
        }

        RunReport report = await work;
        _run = null;
        Keep(scenario, report.Findings, clocked);
        WorldProgress last = WorldProgress.Of(report, run.Sites());
        if (report.Over)
        {
            ledger.Finish(number, scenario.Seed, last, null);
        }
        else
        {
            ledger.Abandon(number, last);
        }
    }

    private bool Note(Scenario scenario, RunReport report, ParallelRun run, ClockedCollector? clocked)
    {
        Keep(scenario, report.Findings, clocked);
        return ledger.Note(number, WorldProgress.Of(report, run.Sites()));
    }

    /// <summary>Keeps the first finding of each invariant; a trace is that of the first of all.</summary>
    private void Keep(Scenario scenario, IReadOnlyList<Finding> found, ClockedCollector? clocked)
    {
        foreach (Finding finding in found.Where(finding => _found.Add(finding.Invariant)))
        {
            bool isFirst = _found.Count == 1 && finding.Invariant != FindingKinds.NoProgress;
            findings.Add(scenario.Seed, finding, later => isFirst && clocked?.Recording is { } recording
                ? FindingTrace.Of(scenario, job.Mutations, later, recording, "threads")
                : WithoutTrace(later));
        }
    }

    private (Finding Finding, Trace? Trace, string Remark) WithoutTrace(Finding finding) => (finding, null,
        job.Record ? "no trace: it is not the first of its system, or has no end"
        : job.Clocks ? "no trace: later than what the flight recorder keeps; --record keeps everything"
        : "no trace: the same seed may run otherwise on threads; --record keeps what it takes to run it again");
}
