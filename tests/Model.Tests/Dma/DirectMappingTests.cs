namespace PhyrActors.Model.Tests;

public class DirectMappingTests
{
    private static readonly DmaDevice s_device = new(1, uint.MaxValue);
    private static readonly Phyr s_low = new(new PhysAddr(0x8000_0000), 0x2000);
    private static readonly Phyr s_high = new(new PhysAddr(0x1_8000_0000), 0x2000);

    [Fact]
    public void Memory_within_the_mask_is_found_where_it_is() =>
        Assert.Equal((DmaRefusal.None, 0x8000_0000UL, false), Plan(s_device, s_low));

    [Fact]
    public void The_last_byte_decides_whether_a_device_reaches_a_piece()
    {
        Phyr across = new(new PhysAddr(0xFFFF_F000), 0x1001);

        Assert.Equal((DmaRefusal.None, true), Outcome(Plan(s_device, across)));
        Assert.Equal((DmaRefusal.None, false), Outcome(Plan(s_device, new Phyr(across.Start, 0x1000))));
    }

    [Fact]
    public void A_bus_narrower_than_the_device_counts() =>
        Assert.True(Plan(s_device with { BusLimit = 0x7FFF_FFFF }, s_low).Bounces);

    [Fact]
    public void Memory_beyond_the_mask_without_a_pool_is_an_overflow() =>
        Assert.Equal(DmaRefusal.AddressOverflow, Plan(s_device, s_high, hasPool: false).Refusal);

    [Fact]
    public void Memory_beyond_the_mask_is_not_bounced_for_who_requires_coherence() =>
        Assert.Equal(DmaRefusal.NotCoherent, Plan(s_device, s_high, DmaAttributes.RequireCoherent).Refusal);

    [Fact]
    [Trait("row", "D22")]
    public void A_guest_with_encrypted_memory_bounces_what_is_not_shared()
    {
        DmaDevice guest = s_device with { ForcesBounce = true };

        Assert.True(Plan(guest, s_low).Bounces);
        Assert.False(Plan(guest, s_low, DmaAttributes.CcShared).Bounces);
    }

    [Theory]
    [InlineData(DmaAttributes.Mmio, DmaRefusal.MmioBounced)]
    [InlineData(DmaAttributes.RequireCoherent, DmaRefusal.NotCoherent)]
    public void What_may_not_be_bounced_is_refused_where_everything_is(DmaAttributes attributes, DmaRefusal expected) =>
        Assert.Equal(expected, Plan(s_device with { ForcesBounce = true }, s_low, attributes).Refusal);

    [Fact]
    public void Registers_go_by_their_own_address_past_the_windows_of_the_bus()
    {
        DmaDevice device = s_device with { Windows = [new BusWindow(s_low, new BusAddr(0x1000))] };

        Assert.Equal((DmaRefusal.None, 0x8000_0000UL, false), Plan(device, s_low, DmaAttributes.Mmio));
        Assert.Equal(DmaRefusal.AddressOverflow, Plan(device, s_high, DmaAttributes.Mmio).Refusal);
    }

    [Fact]
    [Trait("row", "D11")]
    public void A_bus_shows_memory_at_its_windows_offset()
    {
        DmaDevice device = s_device with { Windows = [new BusWindow(s_high, new BusAddr(0x4000_0000))] };

        Assert.Equal(
            (DmaRefusal.None, 0x4000_1000UL, false),
            Plan(device, new Phyr(s_high.Start + 0x1000, 0x1000)));
    }

    [Fact]
    public void Memory_in_no_single_window_of_the_bus_has_no_address()
    {
        DmaDevice device = s_device with { Windows = [new BusWindow(s_high, new BusAddr(0x4000_0000))] };
        Phyr across = new(s_high.Start + 0x1000, 0x2000);

        Assert.Equal(DmaRefusal.OutsideBus, Plan(device, across, hasPool: false).Refusal);
    }

    [Theory]
    [InlineData(DmaDirection.FromDevice, 96, true)]
    [InlineData(DmaDirection.FromDevice, 256, false)]
    [InlineData(DmaDirection.ToDevice, 96, false)]
    public void Small_buffers_of_a_device_that_does_not_snoop_are_bounced_unless_it_only_reads(
        DmaDirection direction, ulong lengthBytes, bool expected)
    {
        DmaDevice device = s_device with { IsCoherent = false };

        DirectMapping.Plan(
            device,
            new Phyr(s_low.Start, lengthBytes),
            direction,
            DmaAttributes.None,
            hasPool: true,
            out _,
            out bool bounces);

        Assert.Equal(expected, bounces);
    }

    private static (DmaRefusal Refusal, ulong Bus, bool Bounces) Plan(
        DmaDevice device, Phyr phyr, DmaAttributes attributes = DmaAttributes.None, bool hasPool = true)
    {
        DmaRefusal refusal = DirectMapping.Plan(
            device, phyr, DmaDirection.Bidirectional, attributes, hasPool, out BusAddr bus, out bool bounces);
        return (refusal, bus.Value, bounces);
    }

    private static (DmaRefusal Refusal, bool Bounces) Outcome((DmaRefusal Refusal, ulong Bus, bool Bounces) plan) =>
        (plan.Refusal, plan.Bounces);
}
