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

            IScenarioRun run = isParallel
                ? new ParallelRun(scenario, mutations)
                : new SimulatedRun(scenario, mutations, interval);
            RunReport report = await RunAsync(
                run, scenario, terminal, meter, parsed.GetValue(json), cancellation);
            await ci.WriteAsync(
                parsed, CiResult.Of(from.PathOf(parsed), report, meter.WallSeconds), terminal.Error);
            return cancellation.IsCancellationRequested ? ExitCode.Interrupted
                : report.FindingsTotal > 0 || report.Broken.Count > 0 ? ExitCode.Violation
                : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<RunReport> RunAsync(
        IScenarioRun run,
        Scenario scenario,
        Terminal terminal,
        ResourceMeter meter,
        bool json,
        CancellationToken cancellation)
    {
        Task<RunReport> work = run.RunAsync(cancellation);
        await ProgressDisplay.WatchAsync(terminal, work, () => RunProgress.Of(run.Latest, meter));
        RunReport report = await work;
        ResourceUse use = meter.Read();
        IReadOnlyList<HeldSample> samples = run is SimulatedRun { Samples: var taken } ? taken : [];
        await terminal.Output.WriteAsync(json
            ? RunJson.Of(report, samples, use, scenario.Kernel)
            : RunText.Of(report, samples, use, scenario.Kernel));
        return report;
    }
}
