namespace PhyrActors.Host;

/// <summary>Why a soak ended.</summary>
internal enum SoakEnd
{
    /// <summary>Its budget is spent.</summary>
    Over,

    Interrupted,
}

/// <summary>One session of a soak: its workers, the watchdog, and the clock by which its store is written.</summary>
/// <param name="job">What to do.</param>
/// <param name="budget">When there has been enough.</param>
/// <param name="ledger">Adds up.</param>
/// <param name="findings">Keeps what is found.</param>
/// <param name="journal">Writes the store.</param>
internal sealed class SoakRun(
    SoakJob job, SoakBudget budget, SoakLedger ledger, FindingBook findings, SoakJournal journal)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    // A kill loses what came after the latest writing. Short soaks get a course as well.
    private const double WriteSecondsMax = 5;
    private const double WriteSecondsMin = 0.5;
    private const double WritesInACourse = 100;

    private readonly StopFlag _stop = new();
    private volatile SoakSnapshot? _latest;

    /// <summary>How it stands; null before the first look. Safe to read while it runs.</summary>
    public SoakSnapshot? Latest => _latest;

    /// <summary>Runs until there has been enough, and writes how it ended.</summary>
    public async Task<(SoakSnapshot Last, SoakEnd End)> RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenRegistration interruption = cancellation.Register(_stop.Raise);
        Crew crew = new(job.Workers, StartWorker);
        double written = ledger.WallSeconds;
        double began = written;
        while (await crew.WaitAsync(s_look))
        {
            crew.ReplaceStalled(job.Stall);
            SoakSnapshot now = _latest = ledger.Snapshot(findings.Total, toKeep: false);
            double wall = now.Totals.WallSeconds;
            if (wall >= budget.WallSeconds)
            {
                _stop.Raise();
            }

            double interval = Math.Clamp((wall - began) / WritesInACourse, WriteSecondsMin, WriteSecondsMax);
            if (wall - written >= interval)
            {
                written = wall;
                journal.Write(ledger.Snapshot(findings.Total, toKeep: true));
            }
        }

        SoakSnapshot last = _latest = ledger.Snapshot(findings.Total, toKeep: true);
        SoakEnd end = cancellation.IsCancellationRequested ? SoakEnd.Interrupted : SoakEnd.Over;
        journal.End(last, end == SoakEnd.Over ? "over" : "interrupted");
        return (last, end);
    }

    private ISoakWorker StartWorker(int number) => job.Mode == SoakMode.Parallel
        ? new ParallelWorker(job, number, ledger, findings, _stop)
        : new SimulatedWorker(job, number, ledger, findings, _stop, static () => new WorldWatch());
}
