using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Seams;

namespace PhyrActors.Host.Tests;

public sealed class StuckWorldTests : IDisposable
{
    private const int StuckAtStep = 50;

    private readonly Session _session = new();
    private readonly SoakStore _store;
    private readonly SoakLedger _ledger;
    private readonly SoakJob _job;
    private readonly FindingBook _findings;

    public StuckWorldTests()
    {
        SoakBudget budget = SoakBudget.None with { Seeds = 2 };
        SoakHeader header = new("small", "seed = 1", string.Empty, "1", SoakMode.Simulated);
        _store = SoakStore.Create(_session.PathOf("soak.db"), header, budget);
        _ledger = new SoakLedger(budget, 1, 1, null);
        SoakJournal journal = new(_store, TextWriter.Null, 1);
        _findings = new FindingBook(journal, _ledger, _session.PathOf("findings"), [], 0);
        _job = new SoakJob(
            ScenarioStore.Load(_session.Scenario, []), MutationSet.None, SoakMode.Simulated, 1,
            Clocks: false, Record: false, TimeSpan.Zero);
    }

    public void Dispose()
    {
        _store.Dispose();
        _session.Dispose();
    }

    [Fact]
    public async Task A_step_that_does_not_end_is_a_finding_with_what_waits_and_the_next_world_is_run()
    {
        using StuckWatch stuck = new();
        StopFlag stop = new();
        SimulatedWorker worker = new(_job, 0, _ledger, _findings, stop, () => stuck);
        Task work = worker.RunAsync();
        stuck.Reached.Wait();

        string? first = worker.Stalled(TimeSpan.Zero);
        string? second = worker.Stalled(TimeSpan.Zero);
        await new SimulatedWorker(_job, 0, _ledger, _findings, stop, static () => new WorldWatch()).RunAsync();
        stuck.Go.Set();
        await work;

        Assert.Null(first);
        Assert.StartsWith("no step for 0 ns of wall time: /user/", second, StringComparison.Ordinal);
        Assert.Contains("; mailboxes: /user/", second, StringComparison.Ordinal);
        SoakFinding found = Assert.Single(_store.Read().Findings());
        Assert.Equal((1UL, FindingKinds.NoProgress, second), (found.Seed, found.Finding.Invariant, found.Finding.Text));
        Assert.Equal(1, _ledger.Snapshot(1, toKeep: false).Totals.Runs);
    }

    /// <summary>Holds a step until the test lets it go.</summary>
    private sealed class StuckWatch : WorldWatch, IDisposable
    {
        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public override void OnStep(in StepView step)
        {
            base.OnStep(step);
            if (Steps == StuckAtStep)
            {
                Reached.Set();
                Go.Wait();
            }
        }

        public void Dispose()
        {
            Reached.Dispose();
            Go.Dispose();
        }
    }
}
