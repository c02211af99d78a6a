using System.CommandLine;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary><c>phyr zoo</c>: every entry of docs/bug-zoo.md that a search can find, against every strategy.</summary>
internal sealed class ZooCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string[]> _entry = new("--entry")
    {
        Description = "Only this entry; may be repeated",
        HelpName = "ID",
    };

    private readonly Option<string[]> _strategy = new("--strategy")
    {
        Description = $"Only this strategy; may be repeated: {StrategyNames.Known}",
        HelpName = "NAME",
    };

    private readonly Option<bool> _list = new("--list") { Description = "Print the entries, and search for nothing" };
    private readonly Option<bool> _full = new("--full")
    {
        Description = $"As many seeds and schedules for every strategy as for {StrategyNames.Default}",
    };

    private readonly Option<long?> _seeds = Options.Number("--seeds", "From how many seeds to search", 1, 1000);
    private readonly Option<long?> _schedules =
        Options.Number("--schedules", "How many schedules to run at most in one search", min: 1);
    private readonly Option<TimeSpan?> _time = Options.Duration("--time", "How long to go on at most, such as 10m");
    private readonly Option<long?> _workers =
        Options.Number("--workers", "How many threads; 0, the default: all cores", 0, 1024);
    private readonly Option<string> _config = new("--config")
    {
        Description = "Where the scenarios of the entries are",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => "config",
    };

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "Where to save, now and then, the searches that have ended",
        HelpName = "FILE",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on from a checkpoint, and keep it up to date",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object a line for each entry and strategy",
    };

    private ZooCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        ZooCommand zoo = new(terminal);
        Command command = new("zoo", "Search for every known defect by every strategy, and print the table")
        {
            zoo._list, zoo._entry, zoo._strategy, zoo._full, zoo._seeds, zoo._schedules, zoo._time, zoo._workers,
            zoo._config, zoo._checkpoint, zoo._resume, zoo._json,
        };
        command.SetAction(zoo.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_list))
        {
            await _terminal.Output.WriteAsync(ZooTable.ListOf(Zoo.Entries));
            return ExitCode.Ok;
        }

        string? checkpoint = ZooStore.PlaceOf(parsed.GetValue(_checkpoint), parsed.GetValue(_resume));
        IReadOnlyList<ZooResult> known =
            parsed.GetValue(_resume) is { } path ? ZooStore.Load(path) : [];
        ZooPlan plan = new(
            EntriesOf(parsed),
            StrategiesOf(parsed),
            parsed.GetValue(_full),
            (int?)parsed.GetValue(_seeds),
            parsed.GetValue(_schedules),
            parsed.GetRequiredValue(_config));
        int workers = parsed.GetValue(_workers) is > 0 and long asked ? (int)asked : Environment.ProcessorCount;
        ZooRun run = new(_terminal.Error, plan, known, checkpoint, workers);
        Task work = run.RunAsync(parsed.GetValue(_time), cancellation);
        await ProgressDisplay.WatchAsync(_terminal, work, run.Progress);
        await work;
        IReadOnlyList<ZooCell> cells = run.Cells();
        await _terminal.Output.WriteAsync(
            parsed.GetValue(_json) ? ZooTable.JsonOf(cells) : ZooTable.TextOf(cells));
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : cells.Any(static cell => cell.Strategy == StrategyNames.Default && cell.IsMissed) ? ExitCode.Violation
            : ExitCode.Ok;
    }

    /// <exception cref="InputException">No entry has that id, or no search can find it.</exception>
    private ZooEntry[] EntriesOf(ParseResult parsed)
    {
        ZooEntry[] searched = [.. Zoo.Entries.Where(static entry => entry.IsSearched)];
        string[] asked = parsed.GetValue(_entry) ?? [];
        return asked.Length == 0
            ? searched
            : [.. asked.Select(id => Array.Find(searched, entry => IsNamed(entry, id)) ?? throw Unknown(id, searched))];
    }

    private static bool IsNamed(ZooEntry entry, string id) => entry.Id.Equals(id, StringComparison.OrdinalIgnoreCase);

    private static InputException Unknown(string id, ZooEntry[] searched)
    {
        if (Zoo.Entries.FirstOrDefault(entry => IsNamed(entry, id)) is { } known)
        {
            return new InputException(known.SameAs is { } other
                ? $"--entry: {known.Id} cannot be told from {other} here; ask for that"
                : $"--entry: no search finds {known.Id}: {known.Reason ?? $"the tests of {known.Test} decide it"}");
        }

        string[] ids = [.. searched.Select(static entry => entry.Id)];
        return new InputException($"--entry: '{id}' is unknown{Nearest.HintOrList(id, ids)}");
    }

    private IReadOnlyList<string> StrategiesOf(ParseResult parsed)
    {
        string[] asked = parsed.GetValue(_strategy) ?? [];
        foreach (string name in asked)
        {
            StrategyNames.Parse(name, Exploration.StrategySettings.Default);
        }

        return asked.Length == 0 ? StrategyNames.All : asked;
    }
}
