namespace PhyrActors.Model.Tests;

public class GartApertureTests
{
    private const int Pages = GartAperture.EmergencyPages + 8;
    private static readonly DmaDevice s_device = new(1, uint.MaxValue) { Ops = DmaOps.Gart };
    private static readonly BusAddr s_start = new(0xE000_0000);
    private static readonly Pfn s_scratch = new(7);

    private readonly GartAperture _gart = new(s_start, Pages, s_scratch);

    [Fact]
    [Trait("row", "D11")]
    public void Pieces_lie_one_behind_the_other_in_the_aperture()
    {
        Phyr[] pieces = [Piece(0x1_0000_0800, 0x800), Piece(0x2_0000_0000, 0x2000)];

        Errno errno = _gart.TryMap(s_device, pieces, out DmaRange mapped);

        Assert.Equal((Errno.None, 0x2800UL, 3), (errno, mapped.LengthBytes, _gart.UsedPages));
        Assert.Equal(new PhysAddr(0x1_0000_0FFF), _gart.Translate(mapped.BusAddr + 0x7FF));
        Assert.Equal(new PhysAddr(0x2_0000_1234), _gart.Translate(mapped.BusAddr + 0x800 + 0x1234));
    }

    [Fact]
    public void A_device_that_strays_reads_the_scratch_page_and_nobody_is_told() =>
        Assert.Equal(s_scratch.Address + 0x123, _gart.Translate(s_start + 0x3123));

    [Fact]
    public void Addresses_outside_the_aperture_are_not_translated() =>
        Assert.Equal(new PhysAddr(0x1234), _gart.Translate(new BusAddr(0x1234)));

    [Fact]
    [Trait("row", "D11")]
    public void A_small_aperture_is_soon_full_and_works_again_once_something_goes()
    {
        _gart.TryMap(s_device, [Piece(0x1_0000_0000, 0x6000)], out DmaRange first);

        Errno full = _gart.TryMap(s_device, [Piece(0x2_0000_0000, 0x3000)], out _);
        _gart.Unmap(first);
        Errno again = _gart.TryMap(s_device, [Piece(0x2_0000_0000, 0x3000)], out DmaRange second);

        Assert.Equal((Errno.ENOMEM, Errno.None, 3), (full, again, _gart.UsedPages));
        Assert.Equal(new PhysAddr(0x2_0000_0000), _gart.Translate(second.BusAddr));
    }

    [Fact]
    public void A_mapping_that_is_gone_leads_to_the_scratch_page()
    {
        _gart.TryMap(s_device, [Piece(0x1_0000_0000, 0x1000)], out DmaRange mapped);

        _gart.Unmap(mapped);

        Assert.Equal(s_scratch.Address, _gart.Translate(mapped.BusAddr));
    }

    [Fact]
    public void The_reserve_is_never_handed_out_and_never_cleared()
    {
        _gart.TryMap(s_device, [Piece(0x1_0000_0000, 0x1000)], out DmaRange mapped);
        _gart.Unmap(new DmaRange(s_start, 0x1000));

        Assert.Equal((s_start + (GartAperture.EmergencyPages << 12), 1), (mapped.BusAddr, _gart.UsedPages));
    }

    [Fact]
    public void No_run_reaches_over_the_devices_segment_boundary()
    {
        DmaDevice device = s_device with { SegmentBoundaryMask = 0x3FFF };
        _gart.TryMap(device, [Piece(0x1_0000_0000, 0x1000)], out _);

        _gart.TryMap(device, [Piece(0x1_0000_0000, 0x4000)], out DmaRange mapped);

        Assert.Equal(s_start + ((GartAperture.EmergencyPages + 4) << 12), mapped.BusAddr);
    }

    [Theory]
    [InlineData(0xFFFF_F000, 0x1000, false)]
    [InlineData(0xFFFF_F000, 0x1001, true)]
    public void Only_what_a_device_cannot_send_needs_the_aperture(ulong start, ulong lengthBytes, bool expected) =>
        Assert.Equal(expected, GartAperture.IsNeeded(s_device, Piece(start, lengthBytes)));

    private static Phyr Piece(ulong start, ulong lengthBytes) => new(new PhysAddr(start), lengthBytes);
}
