using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class PendingMappingsTests
{
    [Fact]
    public void A_driver_that_goes_and_leaves_a_mapping_is_found() =>
        Assert.Equal("DD23", new DmaCalls().Map().Say(new DriverUnbound(1)).Broken);

    [Fact]
    public void A_driver_that_leaves_nothing_is_right() =>
        Assert.Empty(new DmaCalls().Map().Map(0x20_0000, device: 2).Unmap().Say(new DriverUnbound(1)).Broken);

    [Fact]
    public void More_mappings_than_can_be_remembered_are_found()
    {
        DmaCalls calls = new DmaCalls(entriesMax: 2).Map().Map(0x20_0000);

        Assert.Empty(calls.Broken);
        Assert.Equal("DD24", calls.Map(0x30_0000).Broken);
    }
}
