namespace PhyrActors.Model.Tests;

public sealed class IotlbBeforeDeviceTlbTests
{
    private static readonly InvalidationDescriptor s_own = InvalidationDescriptor.Pages(
        1, new Iova(0x4000), 14, InvalidationHint.LeafOnly);

    private static readonly InvalidationDescriptor s_device = InvalidationDescriptor.DeviceTlb(
        3, 1, new Iova(0x5000), 12);

    [Fact]
    public void The_units_own_cache_first_is_right()
    {
        Violation? violation = IotlbBeforeDeviceTlb.OfSubmission(0, [s_own, s_device]);

        Assert.Null(violation);
    }

    [Fact]
    public void A_whole_domain_covers_every_region()
    {
        Violation? violation = IotlbBeforeDeviceTlb.OfSubmission(
            0, [InvalidationDescriptor.WholeDomain(1), InvalidationDescriptor.DeviceTlb(3, 1, default, 63)]);

        Assert.Null(violation);
    }

    [Fact]
    public void The_device_first_is_found()
    {
        Violation? violation = IotlbBeforeDeviceTlb.OfSubmission(0, [s_device, s_own]);

        Assert.Equal("I-5", violation?.Invariant);
    }

    [Fact]
    public void Another_domains_invalidation_before_is_found()
    {
        Violation? violation = IotlbBeforeDeviceTlb.OfSubmission(0, [InvalidationDescriptor.WholeDomain(2), s_device]);

        Assert.Equal("I-5", violation?.Invariant);
    }

    [Fact]
    public void A_smaller_region_before_is_found()
    {
        Violation? violation = IotlbBeforeDeviceTlb.OfSubmission(
            0, [s_own, InvalidationDescriptor.DeviceTlb(3, 1, default, 20)]);

        Assert.Equal("I-5", violation?.Invariant);
    }
}
