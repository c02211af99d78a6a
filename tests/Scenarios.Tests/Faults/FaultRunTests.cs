using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Faults in runs: what the caller is told, what is counted, and that all comes to rest.</summary>
public sealed class FaultRunTests
{
    [Theory]
    [InlineData("iova.node")]
    [InlineData("iova.exhausted")]
    [InlineData("iopt.page")]
    [InlineData("link.batch")]
    [InlineData("sync.map")]
    [InlineData("domain.handover")]
    [InlineData("list.chunk")]
    [InlineData("pin.failed")]
    [InlineData("memlock.limit")]
    [InlineData("iommu.queue-error")]
    public void A_registration_that_fails_is_told_the_kernels_errno(string site)
    {
        Scenario scenario = ScenarioFiles.Quick($"faults.\"{site}\".nth = 1");

        List<object> events = Published(scenario);

        RegistrationRefused refused = events.OfType<RegistrationRefused>().First();
        Assert.Equal(FaultCatalogue.Of(FaultSites.Find(site)!.Value).Told, refused.Errno);
    }

    [Theory]
    [InlineData("memory.failed", "quick.conf")]
    [InlineData("file.truncated", "files.conf")]
    [InlineData("file.punched", "files.conf")]
    public void Memory_and_files_that_go_under_a_pin_break_nothing(string site, string file)
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(file, $"faults.\"{site}\" {{ nth = 1 }}"));

        Assert.Empty(report.Findings);
        Assert.Equal(FaultSites.Find(site), Assert.Single(report.Summary.Faults).Site);
    }

    [Fact]
    public void Who_uses_a_device_that_was_pulled_out_is_told()
    {
        List<object> events = Published(ScenarioFiles.Quick("faults.\"device.removed\".nth = 1", "load.churn = 0.9"));

        Assert.Contains(events, static one => one is OperationCompleted { Errno: Errno.EIO });
    }

    [Fact]
    public void A_magazine_that_cannot_be_had_sends_its_windows_back_to_the_tree()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named(
            "backends.conf",
            "memory { machine = 64MiB, process = 8MiB }",
            "dma { backend = iommu, buffers = 600, buffer = 4KiB, offset = 0, rounds = 1 }",
            "iommu.iova = kernel",
            "faults.\"iova.magazine\".nth = 1"));

        Assert.Empty(report.Findings);
        Assert.Equal(FaultSite.IovaMagazine, Assert.Single(report.Summary.Faults).Site);
    }

    [Fact]
    public void A_peer_whose_provider_is_gone_is_told()
    {
        List<object> events = Published(ScenarioFiles.Quick("faults.\"p2p.provider-removed\".nth = 1"));

        Assert.Contains(events, static one => one is PeerMappingRefused { Errno: Errno.ENODEV });
    }

    [Fact]
    public void A_device_that_writes_outside_its_keys_is_refused_by_the_unit()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick("faults.\"device.wild-dma\" { probability = 1 }"));

        Assert.Empty(report.Findings);
        Assert.True(report.Summary.Accesses.Faults > 0);
    }

    [Fact]
    public void A_device_that_keeps_what_it_should_forget_is_found_out()
    {
        Scenario scenario = ScenarioFiles.Named("ats.conf", "faults.\"ats.keeps\" {}");

        string[] found =
            [.. WorldRuns.Explore(scenario, 300).SelectMany(run => run.Findings).Select(finding => finding.Invariant)];

        Assert.NotEmpty(found);
        Assert.All(
            found, static invariant => Assert.Contains(invariant, FaultCatalogue.Of(FaultSite.AtsKeeps).MayBreak));
    }

    [Fact]
    public void A_status_that_is_never_written_leaves_its_submitter_waiting()
    {
        Scenario scenario = ScenarioFiles.Quick("faults.\"iommu.wait-lost\" {}");
        ForcedStrategy lost = new(
            new RandomStrategy(), [new ForcedChoice(FaultSite.WaitLost.Name(), 1, 1)], new OccasionTally());
        Explorer explorer = new(new ExploreOptions { PeriodicMax = 2, TwiceEvery = 0 });

        RunOutcome run = explorer.RunOne(new ScenarioProgram(scenario, MutationSet.None), lost, 1, 0, traced: false);

        Assert.Contains(run.Findings, static finding => finding.Invariant == "I-34");
        Assert.All(
            run.Findings,
            static finding => Assert.Contains(finding.Invariant, FaultCatalogue.Of(FaultSite.WaitLost).MayBreak));
    }

    [Fact]
    public void Strikes_are_counted_by_actor_and_site()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick("faults.\"device.slow\" { nth = 2, burst = 3 }"));

        FaultTally tally = Assert.Single(report.Summary.Faults);
        Assert.Equal(("DmaEngine", FaultSite.DeviceSlow, 3), (tally.Actor, tally.Site, tally.Count));
    }

    [Fact]
    public void A_run_with_faults_is_the_same_for_the_same_seed()
    {
        Scenario scenario = ScenarioFiles.Quick("faults { on = safe, probability = 0.5, swarm = 8 }");

        (RunReport first, RunReport second) = (WorldRuns.Simulate(scenario), WorldRuns.Simulate(scenario));

        Assert.NotEmpty(first.Summary.Faults);
        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal(first.Summary.Faults, second.Summary.Faults);
    }

    [Fact]
    public void Seeds_draw_different_swarms()
    {
        string[] swarms = [.. Enumerable.Range(1, 8).Select(static seed => SitesOf(WorldRuns.Simulate(
            ScenarioFiles.Quick($"seed = {seed}", "faults { on = safe, probability = 1, swarm = 2 }"))))];

        Assert.True(swarms.Distinct(StringComparer.Ordinal).Count() > 3);
    }

    [Fact]
    public void When_faults_end_everything_comes_to_rest_and_every_count_is_zero()
    {
        Scenario scenario = ScenarioFiles.Quick(
            "faults { on = safe, probability = 0.3, until = 500us }", "faults.\"device.removed\".limit = 1");

        RunReport report = WorldRuns.Simulate(scenario);

        Assert.NotEmpty(report.Summary.Faults);
        Assert.Empty(report.Findings);
        Assert.Equal(0UL, report.Summary.Pins.PinnedBytes);
    }

    [Fact]
    public void Schedules_with_faults_come_to_rest_and_nothing_is_found()
    {
        Scenario scenario = ScenarioFiles.Named("faults.conf");
        ScenarioProgram program = new(scenario, MutationSet.None);
        Explorer explorer = new(new ExploreOptions { StepsMax = scenario.Limits.StepsMax, PeriodicMax = 2 });
        SwarmStrategy strategy = new(new PosStrategy(scenario.Strategies));

        IEnumerable<RunOutcome> runs =
            Enumerable.Range(0, 1500).Select(index => explorer.RunOne(program, strategy, 1, index, traced: false));

        WorldRuns.AssertSound(runs);
    }

    private static string SitesOf(RunReport report) =>
        string.Join(' ', report.Summary.Faults.Select(static fault => fault.Site.Name()).Distinct());

    private static List<object> Published(Scenario scenario)
    {
        Listener listener = new();
        using ControlledSystem system = new("faults", new ControlledSettings
        {
            Seed = scenario.Seed,
            Costs = new CostTable(scenario.Config, scenario.Seed),
            Observer = listener,
        });
        ScenarioWorld.Build(system, scenario, MutationSet.None);
        system.Run(scenario.Limits.StepsMax);
        return listener.Events;
    }

    private sealed class Listener : IStepObserver
    {
        public List<object> Events { get; } = [];

        public void OnStep(in StepView step)
        {
        }

        public void OnPublished(in StepView step, in Stamp stamp, object @event) => Events.Add(@event);

        public void OnFailure(in StepView step, Exception cause) =>
            throw new InvalidOperationException("An actor failed.", cause);
    }
}
