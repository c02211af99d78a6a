using System.Collections.Concurrent;
using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A run of the same world on all cores.</summary>
/// <param name="scenario">What to run.</param>
/// <param name="mutations">The defects that are put in.</param>
/// <param name="clocked">Follows steps with their clocks, so that ordered invariants judge; null for the others
/// only.</param>
internal sealed class ParallelRun(Scenario scenario, MutationSet mutations, ClockedCollector? clocked = null)
    : IScenarioRun
{
    private static readonly TimeSpan s_sample = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<Finding> _findings = new();
    private readonly ConcurrentDictionary<string, SiteCount> _sites = new(StringComparer.Ordinal);
    private volatile RunReport? _latest;
    private volatile ParallelSystem? _system;

    public RunReport? Latest => _latest;

    /// <summary>What waits now; nothing before the world is built.</summary>
    public IReadOnlyList<WaitingMessages> Waiting() => _system?.Waiting() ?? [];

    /// <summary>By name of the site, those whose choices have a probability.</summary>
    public IReadOnlyList<SiteCount> Sites() =>
        [.. _sites.Values.OrderBy(static site => site.Site, StringComparer.Ordinal)];

    public async Task<RunReport> RunAsync(CancellationToken cancellation)
    {
        using ParallelSystem system = new("run", new ParallelSettings
        {
            Seed = scenario.Seed,
            Speedup = scenario.Limits.Speedup,
            Probability = new CostTable(scenario.Config, scenario.Seed).Probability,
            Failed = OnFailed,
            Chosen = OnChosen,
            Steps = clocked,
        });
        _system = system;
        Func<bool, Task<RunCollectorProtocol.Collected>> collect = clocked is null
            ? Collector(system)
            : atRest => Task.FromResult(clocked.Collect(atRest));
        if (clocked is null)
        {
            LogForwarder.Attach(system);
        }

        await Task.Run(() => ScenarioWorld.Build(system, scenario, mutations), CancellationToken.None);
        if (clocked is not null)
        {
            // Behind the world: its actors must be the same as in a controlled system, where there is no log.
            LogForwarder.Attach(system);
        }

        Task rest = system.WhenQuiescent();
        while (!rest.IsCompleted && !cancellation.IsCancellationRequested && !IsAtStepLimit(_latest))
        {
            await Task.WhenAny(rest, Task.Delay(s_sample, cancellation));
            _latest = await ReportAsync(system, collect, isOver: false, isAtRest: false);
        }

        // What is not at rest has no final state to judge.
        bool isOver = !cancellation.IsCancellationRequested;
        return await ReportAsync(system, collect, isOver, isAtRest: isOver && rest.IsCompleted);
    }

    private void OnChosen(string site, int chosen) => _sites.AddOrUpdate(
        site,
        static (name, taken) => new SiteCount(name, 1, taken),
        static (_, count, taken) => count with { Asked = count.Asked + 1, Taken = count.Taken + taken },
        chosen == 0 ? 0 : 1);

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

    /// <summary>Without clocks an actor gathers what the others publish.</summary>
    private static Func<bool, Task<RunCollectorProtocol.Collected>> Collector(ParallelSystem system)
    {
        IActorRef collector = system.ActorOf(Props.Create(static () => new RunCollector()), nameof(RunCollector));
        system.EventStream.Subscribe(collector, typeof(object));
        return atRest => collector.Ask<RunCollectorProtocol.Collected>(new RunCollectorProtocol.Collect(atRest));
    }

    private async Task<RunReport> ReportAsync(
        ParallelSystem system, Func<bool, Task<RunCollectorProtocol.Collected>> collect, bool isOver, bool isAtRest)
    {
        RunCollectorProtocol.Collected collected = await collect(isAtRest);
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
