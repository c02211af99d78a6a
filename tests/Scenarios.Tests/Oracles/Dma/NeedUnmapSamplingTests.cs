using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class NeedUnmapSamplingTests
{
    [Theory]
    [InlineData(true, false, "I-39")]
    [InlineData(true, true, "")]
    [InlineData(false, false, "")]
    public void A_bounced_mapping_that_is_said_to_need_no_unmap_is_found(
        bool isBounced, bool needsUnmap, string expected)
    {
        RangeCpu range = RangeCpuBuilder.TryFrom([new Phyr(new PhysAddr(0x10_0000), 0x1000)])!;

        DmaCalls calls = new DmaCalls().Say(new DmaMapped(
            1,
            DmaMapType.Phys,
            range,
            MapPlan.AliasOf(range),
            DmaDirection.ToDevice,
            DmaAttributes.None,
            isBounced,
            needsUnmap));

        Assert.Equal(expected, calls.Broken);
    }
}
