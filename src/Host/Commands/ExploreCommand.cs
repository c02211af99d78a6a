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
        Options.Number("--workers", "How many threads; all cores by default", 1, 1024);
    private readonly Option<bool> _keepGoing = new("--keep-going") { Description = "Go on after a finding" };
    private readonly Option<string> _strategy = new("--strategy")
    {
        Description = $"Who decides the order: {StrategyNames.Known}",
        HelpName = "NAME",
        DefaultValueFactory = _ => StrategyNames.Default,
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Where to save the trace of a finding",
        HelpName = "FILE",
    };

    private ExploreCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        ExploreCommand explore = new(terminal);
        Command command = new("explore", "Search the schedules of a scenario for a violation");
        explore._from.AddTo(command);
        foreach (Option option in (Option[])
            [
                explore._schedules, explore._time, explore._workers, explore._strategy, explore._keepGoing,
                explore._out, explore._json,
            ])
        {
            command.Add(option);
        }

        command.SetAction(explore.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ResourceMeter meter = new();
        IStrategy strategy = StrategyNames.Parse(parsed.GetRequiredValue(_strategy));
        (Scenario scenario, MutationSet mutations) = _from.Read(parsed);
        string? place = parsed.GetValue(_out);
        if (place is not null)
        {
            TraceStore.CheckPlace(place);
        }

        StopFlag stop = new();
        ExploreJob job = new(
            () => new ScenarioProgram(scenario, mutations),
            strategy,
            OptionsOf(parsed, scenario, mutations),
            stop);
        int workers = (int)(parsed.GetValue(_workers) ?? Environment.ProcessorCount);
        ExplorationRun exploration = new();
        Task<Explored> work = exploration.RunAsync(job, stop, workers, parsed.GetValue(_time), cancellation);
        await ProgressDisplay.WatchAsync(
            _terminal, work, () => ExploreProgressText.Of(scenario, job.Options, exploration.Latest, meter));
        ExploreReport report = new(scenario, job, mutations, await work, meter.Read(), place);
        report.SaveTrace();
        await _terminal.Output.WriteAsync(parsed.GetValue(_json) ? ExploreJson.Of(report) : ExploreText.Of(report));
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : report.Explored.Violations > 0 || report.Broken.Count > 0 ? ExitCode.Violation
            : ExitCode.Ok;
    }

    private ExploreOptions OptionsOf(ParseResult parsed, Scenario scenario, MutationSet mutations)
    {
        ExploreOptions options = new()
        {
            Seed = scenario.Seed,
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
            KeepGoing = parsed.GetValue(_keepGoing),
            Provenance = new Provenance(
                CommandTree.Version, scenario.Config.ToString(), MutationNames.Of(mutations)),
        };
        return parsed.GetValue(_schedules) is { } schedules ? options with { Schedules = schedules }
            : parsed.GetValue(_time) is not null ? options with { Schedules = long.MaxValue }
            : options;
    }
}
