using System.CommandLine;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary><c>phyr soak</c>: runs a scenario from seed after seed, for hours or weeks.</summary>
internal sealed class SoakCommand
{
    private static readonly TimeSpan s_virtualMax = TimeSpan.FromDays(100_000);

    private readonly Terminal _terminal;
    private readonly ScenarioOptions _from = new();
    private readonly Option<double?> _hours = Options.Quantity("--hours", "How many hours to run, such as 0.5");
    private readonly Option<TimeSpan?> _virtual =
        Options.Duration("--virtual", "How much virtual time to run, such as 30d", s_virtualMax);
    private readonly Option<long?> _seeds = Options.Number("--seeds", "How many worlds to run", min: 1);
    private readonly Option<long?> _workers =
        Options.Number("--workers", "How many simulated worlds at once; 0, the default: one a core", 0, 1024);
    private readonly Option<bool> _parallel = new("--parallel")
    {
        Description = "One system at a time, on real threads",
    };

    private readonly Option<bool> _clocks = new("--clocks")
    {
        Description = "With --parallel: keep clocks, so that orders are judged that did not even happen",
    };

    private readonly Option<bool> _record = new("--record")
    {
        Description = "With --parallel: clocks, and every delivery recorded, so that a finding gets a trace",
    };

    private readonly Option<TimeSpan?> _stall =
        Options.Duration("--stall", "Without a step for so long a world is stuck; 60s when left out");
    private readonly Option<string?> _store = new("--store")
    {
        Description = "Where to keep what was done; soak-SCENARIO.db when left out",
        HelpName = "FILE",
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the soak of the store" };
    private readonly Option<bool> _json = Options.Json;

    private SoakCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        SoakCommand soak = new(terminal);
        Command command = new(
            "soak",
            "Run a scenario from seed after seed, for hours or weeks; without a limit, until it is interrupted");
        soak._from.AddTo(command);
        foreach (Option option in (Option[])
            [
                soak._hours, soak._virtual, soak._seeds, soak._workers, soak._parallel, soak._clocks,
                soak._record, soak._stall,
                soak._store, soak._resume, soak._json,
            ])
        {
            command.Add(option);
        }

        command.SetAction(soak.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        SoakJob job = ReadJob(parsed);
        string path = parsed.GetValue(_store) ?? $"soak-{job.Scenario.Name}.db";
        SoakHeader header = SoakHeader.Of(job.Scenario, job.Mutations, job.Mode);
        bool resumes = parsed.GetValue(_resume);
        WholeFile.CheckPlace("--store", path);
        using IDisposable alone = SoakFolder.Lock(path);
        using SoakStore store = resumes
            ? SoakStore.Open(path, toWrite: true)
            : SoakStore.Create(path, header, ReadBudget(parsed, this) ?? SoakBudget.None);
        if (store.Read().Header().Misfit(header) is { } complaint)
        {
            throw new InputException($"{path}: --resume: cannot go on with this soak: {complaint}");
        }

        SoakBudget budget = ReadBudget(parsed, this) ?? store.Read().Budget();
        SoakSnapshot? from = store.Read().Latest();
        if (from is not null && budget.IsSpent(from.Totals))
        {
            throw new InputException(
                $"{path}: --resume: the soak is over; --hours, --virtual or --seeds can give it more");
        }

        store.SetBudget(budget);
        SoakFolder.Save(path, header);
        SoakJournal journal = new(store, _terminal.Error, job.Mode == SoakMode.Parallel ? 0 : job.Workers);
        (SoakSnapshot last, SoakEnd end) = await RunAsync(job, budget, store, journal, from, cancellation);
        SoakReport report = SoakReport.Of(store.Path, header, budget, last, store.Read()).With(journal.Unwritten);
        await _terminal.Output.WriteAsync(parsed.GetValue(_json) ? SoakJson.Of(report) : SoakText.Of(report));
        return journal.Trouble is { } trouble ? throw new InputException(trouble)
            : end == SoakEnd.Interrupted ? ExitCode.Interrupted
            : last.Totals.Findings > 0 || report.Broken(job.Scenario).Count > 0 ? ExitCode.Violation
            : ExitCode.Ok;
    }

    private async Task<(SoakSnapshot Last, SoakEnd End)> RunAsync(
        SoakJob job,
        SoakBudget budget,
        SoakStore store,
        SoakJournal journal,
        SoakSnapshot? from,
        CancellationToken cancellation)
    {
        SoakLedger ledger = new(budget, job.Scenario.Seed, job.Workers, from);
        FindingBook findings = new(
            journal,
            ledger,
            SoakFolder.Of(store.Path),
            store.Read().Findings(),
            from?.Totals.Findings ?? 0);
        SoakRun run = new(job, budget, ledger, findings, journal);
        SoakRate rate = new(from?.Totals ?? new SoakTotals());
        Task<(SoakSnapshot Last, SoakEnd End)> work =
            Task.Run(() => run.RunAsync(cancellation), CancellationToken.None);
        await ProgressDisplay.WatchAsync(
            _terminal, work, () => SoakProgress.Of(job.Scenario, budget, rate, run.Latest, findings.Counts()));
        return await work;
    }

    private static SoakBudget? ReadBudget(ParseResult parsed, SoakCommand from)
    {
        double? hours = parsed.GetValue(from._hours);
        TimeSpan? virtualTime = parsed.GetValue(from._virtual);
        long? seeds = parsed.GetValue(from._seeds);
        return hours is null && virtualTime is null && seeds is null
            ? null
            : new SoakBudget(hours * 3600, virtualTime?.TotalSeconds, seeds);
    }

    private SoakJob ReadJob(ParseResult parsed)
    {
        (Scenario scenario, MutationSet mutations) = _from.Read(parsed);
        bool isParallel = parsed.GetValue(_parallel);
        if (!isParallel && parsed.GetValue(_clocks))
        {
            throw new InputException("--clocks: simulated worlds always have clocks; it goes with --parallel");
        }

        if (!isParallel && parsed.GetValue(_record))
        {
            throw new InputException("--record: a simulated world is had again from its seed; it goes with --parallel");
        }

        if (isParallel && parsed.GetValue(_workers) is not null)
        {
            throw new InputException("--workers: one system runs on real threads at a time, on all cores");
        }

        int workers = isParallel ? 1
            : parsed.GetValue(_workers) is > 0 and long asked ? (int)asked
            : Environment.ProcessorCount;
        return new SoakJob(
            scenario,
            mutations,
            isParallel ? SoakMode.Parallel : SoakMode.Simulated,
            workers,
            parsed.GetValue(_clocks),
            parsed.GetValue(_record),
            parsed.GetValue(_stall) ?? TimeSpan.FromSeconds(60));
    }
}
