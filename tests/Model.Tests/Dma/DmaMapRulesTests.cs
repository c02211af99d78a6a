namespace PhyrActors.Model.Tests;

public class DmaMapRulesTests
{
    private static readonly DmaDevice s_device = new(1, ulong.MaxValue);

    [Theory]
    [InlineData(DmaDirection.None)]
    [InlineData((DmaDirection)7)]
    public void A_map_without_a_direction_is_refused(DmaDirection direction)
    {
        DmaRefusal refusal = DmaMapRules.Check(s_device, direction, DmaAttributes.None);

        Assert.Equal((DmaRefusal.InvalidDirection, Errno.EINVAL), (refusal, refusal.ToErrno()));
    }

    [Fact]
    public void A_device_without_a_mask_cannot_map()
    {
        DmaRefusal refusal = Check(s_device with { Mask = 0, IsCoherent = false }, DmaAttributes.RequireCoherent);

        Assert.Equal((DmaRefusal.NoMask, Errno.ENOMEM), (refusal, refusal.ToErrno()));
    }

    [Fact]
    public void A_device_that_does_not_snoop_cannot_fulfil_require_coherent()
    {
        DmaRefusal refusal = Check(s_device with { IsCoherent = false }, DmaAttributes.RequireCoherent);

        Assert.Equal(DmaRefusal.NotCoherent, refusal);
    }

    [Theory]
    [InlineData(DmaOps.Direct, DmaRefusal.None)]
    [InlineData(DmaOps.Iommu, DmaRefusal.SharedNotDirect)]
    [InlineData(DmaOps.Gart, DmaRefusal.SharedNotDirect)]
    [Trait("row", "D22")]
    public void Shared_memory_of_a_confidential_guest_is_mapped_directly_or_not_at_all(
        DmaOps ops, DmaRefusal expected)
    {
        DmaRefusal refusal = Check(s_device with { Ops = ops }, DmaAttributes.CcShared);

        Assert.Equal(expected, refusal);
    }

    [Theory]
    [InlineData(DmaAttributes.None, DmaRefusal.None)]
    [InlineData(DmaAttributes.SkipCpuSync, DmaRefusal.None)]
    [InlineData(DmaAttributes.Mmio, DmaRefusal.MmioBounced)]
    [InlineData(DmaAttributes.RequireCoherent, DmaRefusal.NotCoherent)]
    public void Registers_and_coherent_mappings_are_never_bounced(DmaAttributes attributes, DmaRefusal expected) =>
        Assert.Equal(expected, DmaMapRules.OfBounce(attributes));

    [Theory]
    [InlineData(DmaOps.Direct, false)]
    [InlineData(DmaOps.Gart, false)]
    [InlineData(DmaOps.Iommu, true)]
    [Trait("row", "D12")]
    public void Only_dma_iommu_hands_out_iova_ahead_of_its_pieces(DmaOps ops, bool hasIova) =>
        Assert.Equal(hasIova, (s_device with { Ops = ops }).HasIova);

    private static DmaRefusal Check(DmaDevice device, DmaAttributes attributes) =>
        DmaMapRules.Check(device, DmaDirection.Bidirectional, attributes);
}
