using PhyrActors.Actors;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Which row a delivery, a unit of work and a channel get, and how the seed scales it.</summary>
public sealed class CostTableTests
{
    [Fact]
    public void A_message_with_a_row_costs_that_row()
    {
        CostTable costs = Make("costs.swarm = 1");

        Assert.Equal(150, costs.MessageNanoseconds(typeof(RdmaNic), typeof(RdmaNicProtocol.PostSend)));
    }

    [Fact]
    public void A_message_without_a_row_costs_what_its_actor_does_by_default()
    {
        CostTable costs = Make("costs.swarm = 1");

        Assert.Equal(60, costs.MessageNanoseconds(typeof(DmaEngine), typeof(DmaEngineProtocol.Post)));
    }

    [Fact]
    public void A_message_of_an_actor_without_rows_costs_the_default()
    {
        CostTable costs = Make("costs.swarm = 1");

        Assert.Equal(40, costs.MessageNanoseconds(typeof(GupPinner), typeof(GupPinnerProtocol.Pin)));
    }

    [Fact]
    public void A_channel_costs_its_row_or_the_default()
    {
        CostTable costs = Make("costs.swarm = 1");

        Assert.Equal(
            (250, 5),
            (costs.LatencyNanoseconds(typeof(DmaEngine), typeof(PcieFabric)),
                costs.LatencyNanoseconds(typeof(GupPinner), typeof(AddressSpace))));
    }

    [Fact]
    public void Work_costs_its_row()
    {
        CostTable costs = Make("costs.swarm = 1");

        Assert.Equal(0.04, costs.WorkNanoseconds("memory.byte"));
    }

    [Fact]
    public void Work_without_a_row_is_a_mistake_of_the_caller()
    {
        CostTable costs = Make("costs.swarm = 1");

        Assert.Throws<ArgumentException>(() => costs.WorkNanoseconds("no.such-work"));
    }

    [Fact]
    public void A_choice_is_the_plain_one_unless_its_site_has_a_probability()
    {
        CostTable costs = Make("choices.\"pin.cut\" = 0.25");

        Assert.Equal((0.25, 0), (costs.Probability("pin.cut"), costs.Probability("link.cut")));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void The_swarm_scales_a_row_by_no_more_than_its_factor_either_way(ulong seed)
    {
        CostTable costs = Make("costs.swarm = 2", seed);

        Assert.InRange(costs.WorkNanoseconds("iommu.descriptor"), 2500, 10_000);
    }

    [Fact]
    public void The_seed_alone_decides_the_swarm()
    {
        double one = Make("costs.swarm = 2", 1).WorkNanoseconds("folio.pin");

        Assert.Equal(one, Make("costs.swarm = 2", 1).WorkNanoseconds("folio.pin"));
        Assert.NotEqual(one, Make("costs.swarm = 2", 2).WorkNanoseconds("folio.pin"));
    }

    [Fact]
    public void Two_rows_are_scaled_apart()
    {
        CostTable costs = Make("costs.swarm = 2");

        Assert.NotEqual(
            costs.WorkNanoseconds("folio.pin") / 15, costs.WorkNanoseconds("folio.unpin") / 22);
    }

    private static CostTable Make(string change, ulong seed = 1) => new(ScenarioFiles.Quick(change).Config, seed);
}
