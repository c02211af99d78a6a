using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class NoAccessAfterUnmapTests
{
    private const int Driver = 1;
    private const int Device = 2;
    private const ulong Start = 0x10_0000;

    private static readonly RangeCpu s_range =
        RangeCpuBuilder.TryFrom([new Phyr(new PhysAddr(Start), 0x1000)])!;

    private static readonly DmaMapped s_mapped = new(
        7,
        DmaMapType.Phys,
        s_range,
        MapPlan.AliasOf(s_range),
        DmaDirection.FromDevice,
        DmaAttributes.None,
        IsBounced: false,
        NeedsUnmap: true);

    private static readonly DmaUnmapped s_unmapped = new(
        7, DmaMapType.Phys, Start, 0x1000, 1, DmaDirection.FromDevice);

    private readonly History _history = new([new NoAccessAfterUnmapMonitor()]);

    [Fact]
    public void An_unmap_that_waited_for_the_device_is_right()
    {
        Step mapped = _history.At(Driver, s_mapped);
        Step issued = _history.At(Device, new AccessIssued(7, Start, 0x1000), mapped);

        _history.At(Driver, s_unmapped, issued);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Luck_is_no_order()
    {
        Step mapped = _history.At(Driver, s_mapped);
        Step issued = _history.At(Device, new AccessIssued(7, Start, 0x1000), mapped);

        _history.At(Driver, s_unmapped);

        Assert.Equal(issued.Here, Assert.Single(_history.Findings).Missing);
    }

    [Fact]
    public void An_access_to_what_is_unmapped_is_found()
    {
        Step mapped = _history.At(Driver, s_mapped);
        _history.At(Driver, s_unmapped);

        _history.At(Device, new AccessIssued(7, Start + 0x800, 0x800), mapped);

        Assert.Equal("I-15", _history.Broken);
    }

    [Fact]
    public void An_address_that_is_mapped_again_may_be_used()
    {
        _history.At(Driver, s_mapped);
        _history.At(Driver, s_unmapped);
        Step again = _history.At(Driver, s_mapped);

        _history.At(Device, new AccessIssued(7, Start, 0x1000), again);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Each_device_has_mappings_of_its_own()
    {
        _history.At(Driver, s_mapped);
        _history.At(Driver, s_unmapped);

        _history.At(Device, new AccessIssued(8, Start, 0x1000));

        Assert.Empty(_history.Findings);
    }
}
