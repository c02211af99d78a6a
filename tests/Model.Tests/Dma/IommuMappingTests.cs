namespace PhyrActors.Model.Tests;

public class IommuMappingTests
{
    private static readonly DmaDevice s_device = new(1, ulong.MaxValue) { Ops = DmaOps.Iommu };

    [Theory]
    [InlineData(0x1000, 0x1000, false)]
    [InlineData(0x1010, 0xFF0, true)]
    [InlineData(0x1000, 0x800, true)]
    public void An_untrusted_device_is_shown_whole_granules_only(ulong start, ulong lengthBytes, bool expected)
    {
        (DmaRefusal refusal, bool bounces) = Plan(s_device with { IsUntrusted = true }, start, lengthBytes);

        Assert.Equal((DmaRefusal.None, expected), (refusal, bounces));
    }

    [Fact]
    public void A_trusted_device_may_see_the_rest_of_a_granule() =>
        Assert.Equal((DmaRefusal.None, false), Plan(s_device, 0x1010, 0x20));

    [Theory]
    [InlineData(DmaAttributes.Mmio, DmaRefusal.MmioBounced)]
    [InlineData(DmaAttributes.RequireCoherent, DmaRefusal.NotCoherent)]
    public void What_may_not_be_bounced_is_refused(DmaAttributes attributes, DmaRefusal expected) =>
        Assert.Equal(expected, Plan(s_device with { IsUntrusted = true }, 0x1010, 0x20, attributes).Refusal);

    [Fact]
    public void An_alignment_coarser_than_a_granule_is_refused() =>
        Assert.Equal(DmaRefusal.AlignmentTooCoarse, Plan(s_device with { MinAlignMask = 0x1FFF }, 0, 0x1000).Refusal);

    private static (DmaRefusal Refusal, bool Bounces) Plan(
        DmaDevice device, ulong start, ulong lengthBytes, DmaAttributes attributes = DmaAttributes.None)
    {
        Phyr phyr = new(new PhysAddr(start), lengthBytes);
        DmaRefusal refusal = IommuMapping.Plan(
            device, phyr, DmaDirection.FromDevice, attributes, PageSize.Size4KiB, out bool bounces);
        return (refusal, bounces);
    }
}
