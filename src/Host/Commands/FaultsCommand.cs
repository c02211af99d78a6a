using System.CommandLine;
using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;
using Serilog;

namespace PhyrActors.Host;

/// <summary><c>phyr faults</c>: what a scenario can suffer, and with <c>--nth</c> whether it stands it.</summary>
internal sealed class FaultsCommand
{
    private const long PairsDefault = 200;

    private readonly Terminal _terminal;
    private readonly ScenarioOptions _from = new();
    private readonly Option<bool> _nth = new("--nth")
    {
        Description = "Fail the first, the second, ... occasion of every site, then pairs of them",
    };

    private readonly Option<long?> _pairs = Options.Number(
        "--pairs", $"How many pairs to draw; {PairsDefault} without it", 0, long.MaxValue);

    private readonly Option<long?> _each = Options.Number(
        "--each",
        "Fail so many occasions of a site one by one, then only each that is twice as late as the last; all without it",
        1,
        long.MaxValue);

    private readonly Option<TimeSpan?> _time = Options.Duration("--time", "How long to go on at most, such as 60s");
    private readonly Option<bool> _json = Options.Json;
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Where to save the trace of the first difference",
        HelpName = "FILE",
    };

    private FaultsCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        FaultsCommand faults = new(terminal);
        Command command = new("faults", "Fail a scenario at every site, and compare with what docs/faults.md says");
        faults._from.AddTo(command);
        foreach (Option option in (Option[])
            [faults._nth, faults._each, faults._pairs, faults._time, faults._out, faults._json])
        {
            command.Add(option);
        }

        command.SetAction(faults.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        (Scenario scenario, MutationSet mutations) = _from.Read(parsed, "faults.on = sweep", "faults.swarm = 0");
        if (parsed.GetValue(_out) is { } place)
        {
            WholeFile.CheckPlace("--out", place);
        }

        ExploreOptions options = new()
        {
            Seed = scenario.Seed,
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
            Expected = Resources.ExpectedOf(scenario.Kernel).Invariants,
            Provenance = new Provenance(
                CommandTree.Version, scenario.Config.ToString(), MutationNames.Of(mutations)),
        };
        long pairs = !parsed.GetValue(_nth) ? 0 : parsed.GetValue(_pairs) ?? PairsDefault;
        FaultSweepRun sweep = new(
            scenario,
            mutations,
            options,
            parsed.GetValue(_nth) ? null : 1,
            pairs,
            parsed.GetValue(_each) ?? long.MaxValue);
        Task work = sweep.RunAsync(parsed.GetValue(_time), cancellation);
        await ProgressDisplay.WatchAsync(_terminal, work, () => sweep.Progress);
        await work;
        string? trace = Save(scenario, sweep, parsed.GetValue(_out));
        await _terminal.Output.WriteAsync(
            parsed.GetValue(_json) ? FaultsReport.JsonOf(sweep, trace) : FaultsReport.TextOf(sweep, trace));
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : sweep.Differences > 0 ? ExitCode.Violation
            : ExitCode.Ok;
    }

    /// <summary>A trace that cannot be saved is no reason to keep the table from the user.</summary>
    private static string? Save(Scenario scenario, FaultSweepRun sweep, string? place)
    {
        if (sweep.FirstDifference?.Outcome.Trace is not { } trace)
        {
            return null;
        }

        string path = place ?? $"{scenario.Name}-faults-{trace.Finding.Invariant}-{trace.Seed}{TraceStore.Extension}";
        try
        {
            TraceStore.Save(trace, path);
            return path;
        }
        catch (InputException cause)
        {
            Log.Error("{Complaint}", cause.Message);
            return null;
        }
    }
}
