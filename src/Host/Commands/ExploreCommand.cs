using System.CommandLine;
using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary><c>phyr explore</c>: searches the schedules of a scenario for a violation.</summary>
internal sealed class ExploreCommand
{
    private readonly Terminal _terminal;
    private readonly ScenarioOptions _from = new();
    private readonly Option<bool> _json = Options.Json;
    private readonly Option<long?> _schedules =
        Options.Number("--schedules", "How many schedules to run at most", min: 1);
    private readonly Option<TimeSpan?> _time = Options.Duration("--time", "How long to search at most, such as 60s");
    private readonly Option<long?> _workers =
        Options.Number("--workers", "How many threads; 0, the default: all cores", 0, 1024);
    private readonly Option<long?> _faults =
        Options.Number("--faults", "dpor: how many choices of a run may be other than plain", 0, long.MaxValue);
    private readonly Option<bool> _keepGoing = new("--keep-going") { Description = "Go on after a finding" };
    private readonly Option<bool> _noShrink = new("--no-shrink")
    {
        Description = "Leave the trace of a finding as long as it is",
    };

    private readonly Option<string> _strategy = new("--strategy")
    {
        Description = $"Who decides the order: {StrategyNames.Known}",
        HelpName = "NAME",
        DefaultValueFactory = _ => StrategyNames.Default,
    };

    private readonly Option<string?> _pair = new("--pair")
    {
        Description = "Vary only the order of two classes of messages, and what they cause",
        HelpName = "A,B",
    };

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "Where to save, now and then, what it takes to go on after an interruption",
        HelpName = "FILE",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on from a checkpoint, and keep it up to date",
        HelpName = "FILE",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Where to save the trace of a finding",
        HelpName = "FILE",
    };

    private readonly CiOptions _ci = new();

    private ExploreCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        ExploreCommand explore = new(terminal);
        Command command = new("explore", "Search the schedules of a scenario for a violation");
        explore._from.AddTo(command);
        foreach (Option option in (Option[])
            [
                explore._schedules, explore._time, explore._workers, explore._strategy, explore._faults,
                explore._keepGoing, explore._noShrink,
                explore._pair, explore._checkpoint, explore._resume, explore._out, explore._json,
            ])
        {
            command.Add(option);
        }

        explore._ci.AddTo(command);
        command.SetAction(explore.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ResourceMeter meter = new();
        (Scenario scenario, MutationSet mutations) = _from.Read(parsed);
        IStrategy strategy = PairNames.Restrict(
            StrategyNames.Parse(parsed.GetRequiredValue(_strategy), scenario.Strategies), parsed.GetValue(_pair));
        string? place = parsed.GetValue(_out);
        if (place is not null)
        {
            WholeFile.CheckPlace("--out", place);
        }

        _ci.Check(parsed);
        StopFlag stop = new();
        string? checkpoint = parsed.GetValue(_resume) ?? parsed.GetValue(_checkpoint);
        ExploreJob job = new(
            () => new ScenarioProgram(scenario, mutations),
            strategy,
            OptionsOf(parsed, scenario, mutations),
            stop)
        {
            Checkpoints = checkpoint is not null,
        };
        job = job with { From = CheckpointFor(parsed, job) };
        int workers = parsed.GetValue(_workers) is > 0 and long asked ? (int)asked : Environment.ProcessorCount;
        ExplorationRun exploration = new(_terminal.Error, checkpoint);
        Task<Explored> work = exploration.RunAsync(job, stop, workers, parsed.GetValue(_time), cancellation);
        await ProgressDisplay.WatchAsync(
            _terminal, work, () => ExploreProgressText.Of(scenario, job.Options, exploration.Latest, meter));
        ExploreReport report = new(scenario, job, mutations, await work, meter.Read(), place);
        report.SaveTrace();
        if (!parsed.GetValue(_noShrink))
        {
            await report.ShrinkAsync(_terminal, cancellation);
        }

        await _terminal.Output.WriteAsync(parsed.GetValue(_json) ? ExploreJson.Of(report) : ExploreText.Of(report));
        await _ci.WriteAsync(parsed, CiResult.Of(_from.PathOf(parsed), report), _terminal.Error);
        if (await RepeatAsync(parsed, scenario, mutations, report.Explored.Schedules, cancellation) is { } complaint)
        {
            await _terminal.Error.WriteLineAsync($"phyr: {complaint}");
            return ExitCode.InternalError;
        }

        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : report.Explored.Violations > 0 || report.Broken.Count > 0 ? ExitCode.Violation
            : ExitCode.Ok;
    }

    /// <summary>Runs some schedules again in a second process; says what differs. A short search is not worth
    /// it.</summary>
    private async Task<string?> RepeatAsync(
        ParseResult parsed, Scenario scenario, MutationSet mutations, long schedules, CancellationToken cancellation)
    {
        if (!scenario.IsRepeated || schedules < Rounds.Schedules || cancellation.IsCancellationRequested)
        {
            return null;
        }

        SecondProcess second = new(scenario, mutations, parsed.GetRequiredValue(_strategy), parsed.GetValue(_pair));
        try
        {
            return await second.CompareAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The checkpoint to go on from, when that is asked for.</summary>
    /// <exception cref="InputException">There is none, it is of another exploration, or none can be saved.</exception>
    private Checkpoint? CheckpointFor(ParseResult parsed, ExploreJob job)
    {
        if (parsed.GetValue(_checkpoint) is { } place)
        {
            WholeFile.CheckPlace("--checkpoint", place);
        }

        if (parsed.GetValue(_resume) is not { } path)
        {
            return null;
        }

        if (parsed.GetValue(_checkpoint) is not null)
        {
            throw new InputException("--checkpoint and --resume: --resume keeps its own file up to date; give one");
        }

        Checkpoint checkpoint = CheckpointStore.Load(path);
        return checkpoint.Misfit(job) is { } complaint
            ? throw new InputException($"{path}: cannot go on from this checkpoint: {complaint}")
            : checkpoint;
    }

    private ExploreOptions OptionsOf(ParseResult parsed, Scenario scenario, MutationSet mutations)
    {
        ExploreOptions options = new()
        {
            Seed = scenario.Seed,
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
            KeepGoing = parsed.GetValue(_keepGoing),
            Expected = Resources.ExpectedOf(scenario.Kernel).Invariants,
            Provenance = new Provenance(
                CommandTree.Version, scenario.Config.ToString(), MutationNames.Of(mutations)),
        };
        bool isExhaustive = parsed.GetValue(_strategy) == new DporStrategy().Name;
        options = options with { FaultsMax = parsed.GetValue(_faults) ?? options.FaultsMax };
        return parsed.GetValue(_schedules) is { } schedules ? options with { Schedules = schedules }
            : isExhaustive || parsed.GetValue(_time) is not null ? options with { Schedules = long.MaxValue }
            : options;
    }
}
