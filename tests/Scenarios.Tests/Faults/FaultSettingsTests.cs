using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>What a scenario says of faults.</summary>
public sealed class FaultSettingsTests
{
    [Fact]
    public void Nothing_fails_unless_it_is_said() => Assert.True(ScenarioFiles.Quick().Faults.Plan.IsEmpty);

    [Fact]
    public void A_block_switches_its_site_on_and_says_when()
    {
        Scenario scenario = Written(
            "\"iova.node\" { nth = 3, at = [1ms, 2ms], burst = 4, limit = 5, until = 6ms, rate = 7 }");

        FaultRule rule = scenario.Faults.Plan[FaultSite.IovaNode]!;

        Assert.Equal([FaultSite.IovaNode], scenario.Faults.Plan.Sites);
        Assert.Equal((3, 4, 5, 7), (rule.Nth, rule.Burst, rule.Limit, rule.PerSecond));
        Assert.Equal(TimeSpan.FromMilliseconds(6), rule.Until);
        Assert.Equal([TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)], rule.At);
        Assert.Equal(1, rule.Probability);
    }

    [Fact]
    public void A_site_without_a_probability_of_its_own_has_the_common_one()
    {
        FaultPlan plan = Written("probability = 0.25, \"pin.short\" {}").Faults.Plan;

        Assert.Equal(0.25, plan[FaultSite.PinShort]!.Probability);
    }

    [Theory]
    [InlineData("safe", false)]
    [InlineData("every", true)]
    [InlineData("sweep", true)]
    public void All_sites_can_be_on_with_what_is_unsafe_or_without(string on, bool isWaitLost)
    {
        FaultPlan plan = Written($"on = {on}").Faults.Plan;

        Assert.Equal(isWaitLost, plan[FaultSite.WaitLost] is not null);
        Assert.NotNull(plan[FaultSite.IovaNode]);
    }

    [Theory]
    [InlineData("safe", false)]
    [InlineData("every", true)]
    public void A_device_writes_out_of_turn_only_where_all_sites_are_on(string on, bool isRogue)
    {
        FaultPlan plan = Written($"on = {on}").Faults.Plan;

        Assert.Equal(isRogue, plan[FaultSite.DeviceLateDma] is not null);
        Assert.Equal(isRogue, plan[FaultSite.DeviceWildDma] is not null);
        Assert.NotNull(plan[FaultSite.AtsInvalidate]);
    }

    [Fact]
    public void A_sweep_is_not_restricted_by_blocks() =>
        Assert.Equal(0, Written("on = sweep, \"iova.node\".nth = 3").Faults.Plan[FaultSite.IovaNode]!.Nth);

    [Fact]
    public void The_switches_of_queue_errors_and_late_answers_are_sites() => Assert.Equal(
        [FaultSite.QueueError, FaultSite.AtsInvalidate],
        ScenarioFiles.Quick("iommu.queue-errors = on", "ats.can-be-late = on").Faults.Plan.Sites);

    [Theory]
    [InlineData("\"iova.nod\".nth = 1", "did you mean 'faults.\"iova.node\".nth'?")]
    [InlineData("\"iova.node\".nht = 1", "did you mean 'faults.\"iova.node\".nth'?")]
    [InlineData("\"iova.node\".probability = 1.5", "\".probability': expected a number from 0 to 1, found '1.5'")]
    [InlineData("probability = -0.1", "key 'faults.probability': expected a number from 0 to 1, found '-0.1'")]
    [InlineData("\"iova.node\".nth = 0", "expected a whole number from 1 on, found '0'")]
    [InlineData("\"iova.node\".burst = 0", "expected a whole number from 1")]
    [InlineData("\"iova.node\".at = [2ms, 1ms]", "in ascending order")]
    [InlineData("\"iova.node\".at = [soon]", "expected a duration")]
    [InlineData("swarm = 99", "key 'faults.swarm': expected a whole number from 0 to")]
    [InlineData("on = all", "key 'faults.on': expected one of none, safe, every, sweep, found 'all'")]
    public void What_makes_no_sense_is_told_with_its_place(string text, string complaint)
    {
        ConfigurationException cause = Assert.Throws<ConfigurationException>(() => Written(text));

        Assert.Contains(complaint, cause.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', cause.Message);
    }

    private static Scenario Written(string faults) =>
        ScenarioFiles.Written($"include \"quick.conf\"\nfaults {{ {faults} }}");
}
