using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>config/backends.conf: one driver over every way to map.</summary>
public sealed class BackendWorldTests
{
    private const string File = "backends.conf";

    [Theory]
    [InlineData("direct")]
    [InlineData("bus-offset")]
    [InlineData("swiotlb")]
    [InlineData("gart")]
    [InlineData("iommu")]
    [InlineData("untrusted")]
    [Trait("row", "D11")]
    public void The_same_driver_runs_over_every_backend_and_nothing_is_found(string backend)
    {
        Scenario scenario = Over(backend);

        RunReport report = WorldRuns.Simulate(scenario);
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(scenario, 100);

        Assert.Empty(report.Findings);
        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [InlineData("direct", Mutation.A1, "I-1")]
    [InlineData("swiotlb", Mutation.S1, "I-40")]
    [InlineData("swiotlb", Mutation.M22, "I-39")]
    [InlineData("untrusted", Mutation.M25, "I-40")]
    [InlineData("untrusted", Mutation.D5, "I-40")]
    [InlineData("untrusted", Mutation.S1, "I-40")]
    public void A_defect_that_shows_in_every_run_is_found(string backend, Mutation mutation, string invariant)
    {
        RunReport report = WorldRuns.Simulate(Over(backend), mutation);
        string[] explored =
            [.. WorldRuns.Explore(Over(backend), 5, mutation).Select(run => run.Findings[0].Invariant)];

        Assert.Equal(invariant, report.Findings[0].Invariant);
        Assert.Equal(Enumerable.Repeat(invariant, 5), explored);
    }

    [Fact]
    public void A_slot_search_that_steps_past_what_is_free_hands_slots_out_twice()
    {
        Scenario scenario = Over("swiotlb", "dma.buffer = 4KiB", "dma.buffers = 64", "dma.pool = 256KiB");

        RunReport report = WorldRuns.Simulate(scenario, Mutation.B29);

        Assert.Equal("I-40", report.Findings[0].Invariant);
    }

    [Fact]
    public void A_pool_too_small_refuses_and_nothing_is_left_behind()
    {
        Scenario scenario = Over("swiotlb", "dma.pool = 256KiB", "dma.buffers = 8");

        RunReport report = WorldRuns.Simulate(scenario);

        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("direct", MapPlanKind.Alias)]
    [InlineData("bus-offset", MapPlanKind.List)]
    [InlineData("swiotlb", MapPlanKind.List)]
    [InlineData("iommu", MapPlanKind.SingleEntry)]
    [InlineData("untrusted", MapPlanKind.List)]
    [Trait("row", "D13")]
    public void Each_backend_gives_the_map_plan_that_suits_it(string backend, MapPlanKind expected)
    {
        Events<DmaMapped> maps = new();

        Run(Over(backend, "memory.folio-mix { 2MiB = 0, 64KiB = 0, 4KiB = 1 }"), maps);

        Assert.Equal([expected], maps.Seen.Select(static map => map.Plan.Kind).Distinct());
    }

    [Fact]
    [Trait("row", "D22")]
    public void What_a_device_writes_into_a_guest_with_encrypted_memory_lands_in_the_pool_and_is_copied()
    {
        Scenario scenario = Over("swiotlb");
        Events<AccessLanded> landings = new();
        Events<BounceCopied> copies = new();

        Run(scenario, landings, copies);

        Assert.NotEmpty(landings.Seen);
        Assert.All(landings.Seen, landing => Assert.True(landing.Phys.Value >= scenario.Memory.MachineBytes));
        Assert.Contains(copies.Seen, static copy => !copy.ForDevice);
    }

    [Theory]
    [InlineData("iommu", "direct")]
    [InlineData("iommu", "swiotlb")]
    [InlineData("untrusted", "bus-offset")]
    [InlineData("gart", "direct")]
    [Trait("row", "D23")]
    public void A_device_without_a_unit_works_beside_one_that_has_it(string backend, string beside)
    {
        Scenario scenario = Over(backend, $"dma.beside = {beside}");
        Events<DmaMapped> maps = new();

        Run(scenario, maps);
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(scenario, 50);

        Assert.Equal(2, maps.Seen.Select(static map => map.Device).Distinct().Count());
        Assert.Empty(WorldRuns.Simulate(scenario).Findings);
        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [InlineData("dma.backend = tape", "dma.backend")]
    [InlineData("dma.beside = gart", "dma.beside")]
    [InlineData("dma.beside = iommu\ndma.backend = direct", "dma.beside")]
    [InlineData("dma.api = phyr", "dma.api")]
    [InlineData("dma.offset = 4096", "dma.offset")]
    [InlineData("dma.pool = 100KiB", "dma.pool")]
    [InlineData("dma.buffers = 1000", "dma.buffer")]
    public void A_bad_key_is_one_line(string text, string key)
    {
        ConfigurationException error =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Named(File, text));

        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bus-offset")]
    [InlineData("swiotlb")]
    [InlineData("iommu")]
    [InlineData("untrusted")]
    [Trait("row", "D17")]
    [Trait("row", "D23")]
    public void What_a_device_writes_is_in_the_same_bytes_whatever_maps(string backend)
    {
        string expected = ReachedOver("direct");

        string reached = ReachedOver(backend);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, reached);
    }

    /// <summary>The bytes of the process that a device's writes came to, by landing there or by a copy from a slot.
    /// </summary>
    private static string ReachedOver(string backend)
    {
        Scenario scenario = Over(backend);
        WrittenBytes written = new(scenario.Memory.MachineBytes);
        Run(scenario, written);
        return written.ToString();
    }

    private static void Run(Scenario scenario, params IReadOnlyList<IMonitor> watchers)
    {
        MonitorSet monitors = new();
        monitors.Attach(watchers);
        using ControlledSystem system = new(
            "backends",
            new ControlledSettings { Costs = new CostTable(scenario.Config, scenario.Seed), Observer = monitors });
        ScenarioWorld.Build(system, scenario, MutationSet.None);
        system.Run();
    }

    private static Scenario Over(string backend, params IReadOnlyList<string> overrides) =>
        ScenarioFiles.Named(File, [$"dma.backend = {backend}", .. overrides]);
}
