using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A thread that runs simulated worlds, one seed after another.</summary>
/// <param name="job">What to run.</param>
/// <param name="number">The worker's number.</param>
/// <param name="ledger">Gives seeds and adds up.</param>
/// <param name="findings">Keeps what is found.</param>
/// <param name="stop">Raised when there has been enough.</param>
/// <param name="watch">Makes what follows a world.</param>
internal sealed class SimulatedWorker(
    SoakJob job, int number, SoakLedger ledger, FindingBook findings, StopFlag stop, Func<WorldWatch> watch)
    : ISoakWorker
{
    /// <summary>Deliveries between two looks at the world: a small part of a second.</summary>
    private const long StepsPerLook = 1 << 16;

    /// <summary>Looks without any virtual time between them, after which the world counts as stuck: some four million
    /// deliveries.</summary>
    private const int TimelessLooksMax = 64;

    private readonly StopFlag _abandoned = new();
    private readonly StallClock _stall = new(TimeProvider.System);
    private readonly ControlledPool _pool = new();
    private readonly HashSet<string> _found = [];
    private volatile World? _world;

    private bool IsOver => stop.Raised || _abandoned.Raised;

    public Task RunAsync() => Task.Factory.StartNew(
        RunWorlds, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public string? Stalled(TimeSpan after)
    {
        if (_world is not { } world || !_stall.HasStood(world.Watch.Steps, after) || _abandoned.Raised)
        {
            return null;
        }

        // The thread cannot be taken back; should it wake one day, it will find that nobody waits.
        _abandoned.Raise();
        string text = $"no step for {Units.Seconds(after.TotalSeconds)} of wall time: {world.Watch.Here}; "
            + MailboxDump.Of(world.Simulation.Waiting());
        findings.Add(world.Seed, NoProgress(text, world.Watch.Steps), static finding =>
            (finding, null, "no trace: the step never ended"));
        return text;
    }

    private void RunWorlds()
    {
        while (!IsOver && ledger.TakeSeed() is { } seed)
        {
            RunWorld(job.Scenario.WithSeed(seed));
        }
    }

    private void RunWorld(Scenario scenario)
    {
        WorldWatch here = watch();
        using Simulation simulation = new(scenario, job.Mutations, here, _pool);
        _found.Clear();
        _world = new World(scenario.Seed, simulation, here);
        bool isOver = false;
        bool isEnough = false;
        int timeless = 0;
        RunReport report = simulation.Report();
        while (!isOver && !isEnough && !IsOver)
        {
            isOver = !simulation.Advance(StepsPerLook);
            if (_abandoned.Raised)
            {
                return;
            }

            double before = report.VirtualSeconds;
            report = simulation.Report();
            timeless = report.VirtualSeconds > before ? 0 : timeless + 1;
            Keep(scenario, report.Findings);
            if (!isOver && timeless == TimelessLooksMax)
            {
                Keep(scenario, [Timeless(simulation, here)]);
                isOver = true;
            }

            isEnough = !ledger.Note(number, WorldProgress.Of(report, here.Sites()));
        }

        _world = null;
        WorldProgress last = WorldProgress.Of(report, here.Sites());
        if (isOver)
        {
            ledger.Finish(number, scenario.Seed, last, here.ClassHash);
        }
        else
        {
            ledger.Abandon(number, last);
        }
    }

    /// <summary>Keeps the first finding of each invariant; a trace is that of the first of all.</summary>
    private void Keep(Scenario scenario, IReadOnlyList<Finding> found)
    {
        foreach (Finding finding in found)
        {
            if (_found.Add(finding.Invariant))
            {
                bool isFirst = _found.Count == 1;
                findings.Add(scenario.Seed, finding, later => isFirst
                    ? FindingTrace.Of(scenario, job.Mutations, found)
                    : (later, null, "no trace: it came after another in the same world; the seed gives it again"));
            }
        }
    }

    private static Finding Timeless(Simulation simulation, WorldWatch watch)
    {
        string cycle = simulation.FindCycle() is { } found ? $"{found}; " : string.Empty;
        return NoProgress(
            $"no virtual time passes: {cycle}{MailboxDump.Of(simulation.Waiting())}", watch.Steps);
    }

    private static Finding NoProgress(string text, long step) =>
        new(FindingKinds.NoProgress, text, step, string.Empty, string.Empty, null);

    private sealed record World(ulong Seed, Simulation Simulation, WorldWatch Watch);
}
