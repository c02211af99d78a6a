using PhyrActors.Exploration;
using PhyrActors.Exploration.Tests;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Worlds whose CPUs have store buffers.</summary>
public sealed class StoreBufferTests
{
    private const string File = "store-buffer.conf";
    private const string Off = "cpu.store-buffer = off";

    [Theory]
    [InlineData(File, "seed = 1")]
    [InlineData(File, "migration.rate = 2000")]
    [InlineData(File, "memory.folio-mix { 2MiB = 0, 64KiB = 1, 4KiB = 0 }")]
    [InlineData("quick.conf", "cpu.store-buffer = on")]
    public void Without_a_defect_every_schedule_comes_to_rest_and_nothing_is_found(string file, string change)
    {
        Scenario scenario = ScenarioFiles.Named(file, change);

        IEnumerable<RunOutcome> runs = WorldRuns.Explore(scenario, 1000);

        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [InlineData(Mutation.M4, "I-4")]
    [InlineData(Mutation.M11, "I-20")]
    [InlineData(Mutation.B35, "I-20")]
    public void A_missing_barrier_is_found_within_100_schedules(Mutation mutation, string invariant)
    {
        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Named(File), 100, mutation)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Equal(invariant, first?.Findings[0].Invariant);
    }

    [Theory]
    [InlineData(Mutation.M4)]
    [InlineData(Mutation.M11)]
    [InlineData(Mutation.B35)]
    public void A_missing_barrier_does_no_harm_where_stores_are_in_memory_at_once(Mutation mutation)
    {
        IEnumerable<RunOutcome> runs = WorldRuns.Explore(ScenarioFiles.Named(File, Off), 1000, mutation);

        Assert.Empty(runs.SelectMany(run => run.Findings));
    }

    [Theory]
    [InlineData("cpu.store-buffer = on")]
    [InlineData(Off)]
    public void A_pin_that_does_not_compare_its_entries_again_is_found_with_a_store_buffer_or_without(string buffer)
    {
        Scenario scenario = ScenarioFiles.Named(File, buffer, "fork.rate = 0", "migration.rate = 2000");

        Finding? first = Explorations.Of(scenario, Mutation.M12).FirstFinding(100);

        Assert.Equal("I-22", first?.Invariant);
    }

    [Fact]
    public void A_simulation_with_store_buffers_ends_at_rest_with_nothing_left()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Quick("cpu.store-buffer = on"));

        Assert.Empty(report.Findings);
        Assert.True(report.Over);
        Assert.True(report.Summary.Memory.Forks > 0);
    }

    [Fact]
    public void Every_linear_extension_of_a_runs_happens_before_is_the_same_run()
    {
        ScenarioProgram program = new(ScenarioFiles.Named(File), MutationSet.None);
        Explorer explorer = new(new ExploreOptions { PeriodicMax = 1 });
        for (long index = 0; index < 20; index++)
        {
            MailboxOrders orders = new();
            RunOutcome original = explorer.RunOne(program, orders, 1, index, traced: false);

            RunOutcome reordered = explorer.RunOne(program, new ReorderedStrategy(orders), 1, index, traced: false);

            Assert.Equal(
                (original.ClassHash, original.End, original.Findings.Count),
                (reordered.ClassHash, reordered.End, reordered.Findings.Count));
        }
    }
}
