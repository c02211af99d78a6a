using System.CommandLine;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary><c>phyr run</c>: one run of a scenario, and its summary.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        ScenarioOptions from = new();
        CiOptions ci = new();
        Option<bool> json = Options.Json;
        Option<bool> parallel = new("--parallel") { Description = "Run on all cores instead of in virtual time" };
        Command command = new("run", "Run a scenario once and sum it up");
        from.AddTo(command);
        Option<TimeSpan?> sample = Options.Duration(
            "--sample",
            "Take a sample of what is held, and of memory, each TIME of virtual time",
            TimeSpan.FromDays(36_500));
        command.Add(parallel);
        command.Add(sample);
        command.Add(json);
        Option<string?> place = new("--out")
        {
            Description = "Where to save the trace of a finding",
            HelpName = "FILE",
        };
        command.Add(place);
        ci.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ResourceMeter meter = new();
            ci.Check(parsed);
            (Scenario scenario, Model.MutationSet mutations) = from.Read(parsed);
            TimeSpan? interval = parsed.GetValue(sample);
            bool isParallel = parsed.GetValue(parallel);
            if (isParallel && interval is not null)
            {
                throw new InputException("--sample: there is no virtual time on real threads");
            }

            if (parsed.GetValue(place) is { } wanted)
            {
                WholeFile.CheckPlace("--out", wanted);
            }

            IScenarioRun run = isParallel
                ? new ParallelRun(scenario, mutations)
                : new SimulatedRun(scenario, mutations, interval);
            RunReport report = await RunAsync(run, terminal, meter, cancellation);
            RunTrace? trace = RunTrace.Of(scenario, mutations, report, isParallel, parsed.GetValue(place));
            ResourceUse use = meter.Read();
            IReadOnlyList<HeldSample> samples = run is SimulatedRun { Samples: var taken } ? taken : [];
            await terminal.Output.WriteAsync(parsed.GetValue(json)
                ? RunJson.Of(report, samples, use, scenario.Kernel, trace)
                : RunText.Of(report, samples, use, scenario.Kernel, trace));
            await ci.WriteAsync(
                parsed, CiResult.Of(from.PathOf(parsed), report, meter.WallSeconds, trace?.SavedAs), terminal.Error);
            return cancellation.IsCancellationRequested ? ExitCode.Interrupted
                : report.FindingsTotal > 0 || report.Broken.Count > 0 ? ExitCode.Violation
                : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<RunReport> RunAsync(
        IScenarioRun run, Terminal terminal, ResourceMeter meter, CancellationToken cancellation)
    {
        Task<RunReport> work = run.RunAsync(cancellation);
        await ProgressDisplay.WatchAsync(terminal, work, () => RunProgress.Of(run.Latest, meter));
        return await work;
    }
}
