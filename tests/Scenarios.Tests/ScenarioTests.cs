namespace PhyrActors.Scenarios.Tests;

/// <summary>Reading a scenario: what is wrong with it is one line with file, line and column.</summary>
public sealed class ScenarioTests
{
    [Fact]
    public void The_scenarios_of_the_repository_are_right()
    {
        Assert.Equal(("quick.conf", "rdma-100g.conf"), (ScenarioFiles.Quick().Name, ScenarioFiles.Large().Name));
    }

    [Fact]
    public void What_a_scenario_does_not_say_is_the_default()
    {
        Scenario scenario = ScenarioFiles.Written("seed = 5");

        Assert.Equal(
            (5UL, 512, 100UL << 30),
            (scenario.Seed, scenario.Machine.PinBatchPages, scenario.Memory.ProcessBytes));
    }

    [Fact]
    public void The_text_of_a_scenario_gives_the_same_scenario()
    {
        Scenario scenario = ScenarioFiles.Quick("seed = 9");

        Scenario again = ScenarioFiles.Written(scenario.Config.ToString());

        Assert.Equal((scenario.Memory, scenario.Load), (again.Memory, again.Load));
        Assert.Equal(WorldRuns.Simulate(scenario).Hash, WorldRuns.Simulate(again).Hash);
    }

    [Theory]
    [InlineData("memory.machine = 0", "expected at least 2097152 bytes, found '0'")]
    [InlineData("memory.machine = 3MiB", "expected a multiple of 2097152 bytes, found '3MiB'")]
    [InlineData("memory.machine = 128TiB", "expected at most 64TiB, found '128TiB'")]
    [InlineData("memory.process = 3MiB", "expected a multiple of 2097152 bytes, or less than that, found '3MiB'")]
    [InlineData("memory.process = 192GiB", "expected less than memory.machine, found '192GiB'")]
    [InlineData("memory.folio-mix.by = weight", "expected one of count, size, found 'weight'")]
    [InlineData("memory.folio-mix.2MiB = -1", "expected a number from 0 to 1.7976931348623157E+308, found '-1'")]
    [InlineData("memory.fragmentation = 1.5", "expected a number from 0 to 1, found '1.5'")]
    [InlineData("memory.cap-ipc-lock = maybe", "expected true or false (or on, off, yes, no), found 'maybe'")]
    [InlineData("pin.batch = 0", "expected a whole number from 1 to 512, found '0'")]
    [InlineData("pin.batch = 513", "expected a whole number from 1 to 512, found '513'")]
    [InlineData("pin.caller.pins = 1025", "expected a whole number from 0 to 1024, found '1025'")]
    [InlineData("pin.caller.length = 100B", "expected at least 4096 bytes, found '100B'")]
    [InlineData("pin.caller.rounds = 0", "expected a whole number from 1 to 2147483647, found '0'")]
    [InlineData("link.batch = 0", "expected a whole number from 1 to 65536, found '0'")]
    [InlineData("link.batch = many", "expected a whole number such as 10, found 'many'")]
    [InlineData("iommu.page-sizes = 16KiB", "expected one of 4KiB, 2MiB, 1GiB, found '16KiB'")]
    [InlineData("iommu.iotlb.entries = 12", "expected a power of two times iommu.iotlb.ways, found '12'")]
    [InlineData("iommu.iotlb.ways = 65", "expected a whole number from 1 to 64, found '65'")]
    [InlineData("iommu.batch-max = 0", "expected a whole number from 1 to 2147483647, found '0'")]
    [InlineData("iommu.batch-window = -1us", "expected a duration that is not negative, found '-1us'")]
    [InlineData("load.contexts = 0", "expected a whole number from 1 to 1024, found '0'")]
    [InlineData("load.region = 3MiB", "expected a multiple of 2097152 bytes, or less than that, found '3MiB'")]
    [InlineData("load.region = 6MiB", "expected a divisor of memory.process, found '6MiB'")]
    [InlineData("load.queue-pairs = 1025", "expected a whole number from 1 to 1024, found '1025'")]
    [InlineData("load.operations = -1", "expected a number from 0 to 10000000, found '-1'")]
    [InlineData("load.operation = 0", "expected at least 1 bytes, found '0'")]
    [InlineData("load.operation = 2GiB", "expected at most load.region, found '2GiB'")]
    [InlineData("load.zipf = 11", "expected a number from 0 to 10, found '11'")]
    [InlineData("load.churn = 2", "expected a number from 0 to 1, found '2'")]
    [InlineData("load.duration = -1s", "expected a duration that is not negative, found '-1s'")]
    [InlineData("fork.rate = 2e7", "expected a number from 0 to 10000000, found '2e7'")]
    [InlineData("fork.shared = 1MiB", "expected a multiple of 2097152 bytes, found '1MiB'")]
    [InlineData("limits.steps = 0", "expected a whole number from 1 on, found '0'")]
    [InlineData("explore.timer-rarity-max = 3", "expected a power of two, found '3'")]
    [InlineData("limits.periodic = 0", "expected a whole number from 1 to 2147483647, found '0'")]
    [InlineData("seed = -1", "expected a whole number from 0 on, found '-1'")]
    [InlineData("costs.jitter = 1", "expected a number from 0 to below 1, found '1'")]
    [InlineData("costs.swarm = 0.5", "expected a number from 1 to 1000, found '0.5'")]
    [InlineData("costs.message.RdmaNic.PostSend = -1ns", "expected a duration that is not negative, found '-1ns'")]
    [InlineData("costs.message.RdmaNic.PostSend = soon", "expected a duration such as 10us, found 'soon'")]
    [InlineData("costs.latency.default = -5ns", "expected a duration that is not negative, found '-5ns'")]
    [InlineData("costs.work.\"folio.pin\" = -1", "expected a number from 0 to 1000000000, found '-1'")]
    [InlineData("choices.\"pin.cut\" = 2", "expected a number from 0 to 1, found '2'")]
    public void A_value_out_of_bounds_is_told_where_it_stands(string assignment, string expected)
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Written("# a remark\n  " + assignment));

        string key = assignment.Split(" = ")[0];
        Assert.Equal($"main.conf:2:3: key '{key}': {expected}", refused.Message);
    }

    [Fact]
    public void Shares_that_all_vanish_are_refused()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(
            () => ScenarioFiles.Written("memory.folio-mix { 2MiB = 0, 64KiB = 0, 4KiB = 0 }"));

        Assert.Contains("expected shares that do not all vanish", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_is_told_with_the_nearest_known_one()
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Written("\nload.quue-pairs = 4"));

        Assert.Equal(
            "main.conf:2:1: key 'load.quue-pairs': unknown, did you mean 'load.queue-pairs'?", refused.Message);
    }

    [Fact]
    public void Rows_of_costs_and_sites_of_choices_are_free()
    {
        Scenario scenario = ScenarioFiles.Written("costs.message.NewActor.NewMessage = 3ns\nchoices.\"a.site\" = 0.5");

        Assert.Equal(0.5, scenario.Config.GetDouble("choices.\"a.site\""));
    }

    [Fact]
    public void A_promise_of_a_race_window_that_does_not_exist_is_refused()
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Written("sometimes = [\"fork in two\"]"));

        Assert.StartsWith("main.conf:1:1: key 'sometimes': expected names of race windows", refused.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("found 'fork in two'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_room_for_the_process_is_refused_when_the_world_is_built()
    {
        Scenario scenario = ScenarioFiles.Quick("memory.machine = 6MiB", "memory.fragmentation = 1");

        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => WorldRuns.Simulate(scenario));

        Assert.StartsWith("memory.machine has no free block of 2 MiB left", refused.Message, StringComparison.Ordinal);
    }
}
