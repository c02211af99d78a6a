using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class SegmentLimitsTests
{
    [Theory]
    [InlineData(0x10_0000, 0x4000, "")]
    [InlineData(0x10_0000, 0x5000, "DD19")]
    [InlineData(0x10_E000, 0x3000, "DD20")]
    public void A_segment_beyond_the_devices_limits_is_found(ulong start, ulong lengthBytes, string expected)
    {
        DmaCalls calls = new DmaCalls().Map(start, lengthBytes, type: DmaMapType.Sg);

        Assert.Equal(expected, calls.Broken);
    }

    [Fact]
    public void A_window_of_iova_is_no_segment()
    {
        RangeCpu range = RangeCpuBuilder.TryFrom([new Phyr(new PhysAddr(0x10_0000), 0x10_0000)])!;
        MapPlan plan = MapPlan.Of(new RangeDma(new DmaRange(new Iova(0x1_8000), 0x10_0000)));

        DmaCalls calls = new DmaCalls().Say(new DmaMapped(
            1, DmaMapType.Sg, range, plan, DmaDirection.ToDevice, DmaAttributes.None, false, true));

        Assert.Empty(calls.Broken);
    }
}
