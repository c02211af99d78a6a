using System.Collections.Concurrent;
using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A run of the same world on all cores.</summary>
internal sealed class ParallelRun(Scenario scenario, MutationSet mutations) : IScenarioRun
{
    private static readonly TimeSpan s_sample = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<Finding> _findings = new();
    private volatile RunReport? _latest;

    public RunReport? Latest => _latest;

    public async Task<RunReport> RunAsync(CancellationToken cancellation)
    {
        using ParallelSystem system = new("run", new ParallelSettings
        {
            Seed = scenario.Seed,
            Speedup = scenario.Limits.Speedup,
            Probability = new CostTable(scenario.Config, scenario.Seed).Probability,
            Failed = OnFailed,
        });
        LogForwarder.Attach(system);
        IActorRef collector = system.ActorOf(Props.Create(static () => new RunCollector()), nameof(RunCollector));
        system.EventStream.Subscribe(collector, typeof(object));
        await Task.Run(() => ScenarioWorld.Build(system, scenario, mutations), CancellationToken.None);

        Task rest = system.WhenQuiescent();
        while (!rest.IsCompleted && !cancellation.IsCancellationRequested && !IsAtStepLimit(_latest))
        {
            await Task.WhenAny(rest, Task.Delay(s_sample, cancellation));
            _latest = await ReportAsync(system, collector, isOver: false);
        }

        return await ReportAsync(system, collector, isOver: !cancellation.IsCancellationRequested);
    }

    private void OnFailed(IActorRef actor, Exception cause)
    {
        string text = $"{cause.GetType().Name}: {cause.Message}";
        _findings.Enqueue(new Finding(
            FindingKinds.ActorFailure, text, 0, actor.Path.ToStringWithoutAddress(), string.Empty, null));
    }

    private bool IsAtStepLimit(RunReport? report)
    {
        bool isAt = report?.Deliveries >= scenario.Limits.StepsMax;
        if (isAt)
        {
            string text = $"not at rest after {report!.Deliveries} deliveries: limits.steps";
            _findings.Enqueue(new Finding(FindingKinds.NoProgress, text, 0, string.Empty, string.Empty, null));
        }

        return isAt;
    }

    private async Task<RunReport> ReportAsync(ParallelSystem system, IActorRef collector, bool isOver)
    {
        RunCollectorProtocol.Collected collected = await collector.Ask<RunCollectorProtocol.Collected>(
            new RunCollectorProtocol.Collect(AtRest: isOver));
        (IActorRef Actor, Type Type, long Deliveries)[] actors =
            [.. system.DeliveriesByActor().Where(actor => actor.Type.Assembly == typeof(Actors.RdmaNic).Assembly)];
        return new RunReport
        {
            Scenario = scenario.Name,
            Seed = scenario.Seed,
            Summary = collected.Summary,
            Findings = [.. _findings, .. collected.Findings],
            FindingsTotal = _findings.Count + collected.FindingsTotal,
            Windows = collected.Windows,
            Broken = RunReport.BrokenPromises(scenario, collected.Windows),
            Deliveries = actors.Sum(actor => actor.Deliveries),
            DeliveriesByActor = RunReport.ByClass(actors),
            Events = collected.Events,
            Checks = collected.Checks,
            VirtualSeconds = system.Scheduler.MonotonicClock.TotalSeconds,
            Hash = null,
            Over = isOver,
        };
    }
}
