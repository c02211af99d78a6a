using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class SwiotlbPoolTests
{
    private const ulong SlotBytes = SwiotlbSettings.SlotBytes;
    private static readonly DmaDevice s_device = new(1, uint.MaxValue);
    private static readonly SwiotlbSettings s_settings = new(new PhysAddr(0x10_0000), 512, Areas: 2);

    private readonly SwiotlbPool _pool = new(s_settings);

    [Fact]
    public void A_small_buffer_takes_one_slot_of_2_KiB()
    {
        BounceSlot slot = Take(0x1234, 100);

        Assert.Equal((s_settings.Start, 1), (slot.Address, _pool.UsedSlots));
    }

    [Fact]
    public void Low_bits_that_the_device_must_see_are_kept()
    {
        DmaDevice nvme = s_device with { MinAlignMask = 0xFFF };

        Errno errno = _pool.TryTake(nvme, Piece(0x5_0A10, 0x200), 0, 0, out BounceSlot slot);

        Assert.Equal((Errno.None, 0xA10UL), (errno, slot.Address.Value & 0xFFF));
    }

    [Fact]
    public void A_page_or_more_begins_at_a_page_and_an_iommus_mapping_at_a_granule()
    {
        Take(0x1000, 1);

        BounceSlot page = Take(0x1000, 0x1000);
        _pool.TryTake(s_device, Piece(0x1010, 0x20), 0xFFF, 0, out BounceSlot granule);

        Assert.Equal((0UL, 0UL), (page.Address.Value & 0xFFF, granule.Address.Value & 0xFFF));
        Assert.Equal(1 + 2 + 2, _pool.UsedSlots);
    }

    [Theory]
    [InlineData(128 * 2048, Errno.None)]
    [InlineData((128 * 2048) + 1, Errno.ENOMEM)]
    public void A_mapping_fits_into_one_segment_or_not_at_all(ulong lengthBytes, Errno expected)
    {
        Take(0x1000, 1);

        Errno errno = _pool.TryTake(s_device, Piece(0x10_0000_0000, lengthBytes), 0, 0, out BounceSlot slot);

        Assert.Equal(expected, errno);
        Assert.True(errno != Errno.None || slot.Address.Value % (128 * SlotBytes) == 0);
    }

    [Fact]
    public void The_longest_mapping_leaves_room_for_the_kept_bits()
    {
        Assert.Equal(128 * SlotBytes, SwiotlbPool.MappingMaxBytes(s_device));
        Assert.Equal(126 * SlotBytes, SwiotlbPool.MappingMaxBytes(s_device with { MinAlignMask = 0xFFF }));
    }

    [Fact]
    public void A_cpu_begins_in_its_own_area_and_borrows_from_others_when_that_is_full()
    {
        _pool.TryTake(s_device, Piece(0, 128 * SlotBytes), 0, 1, out BounceSlot first);
        _pool.TryTake(s_device, Piece(0, 128 * SlotBytes), 0, 1, out _);
        _pool.TryTake(s_device, Piece(0, SlotBytes), 0, 1, out BounceSlot borrowed);

        Assert.Equal(s_settings.Start + (256 * SlotBytes), first.Address);
        Assert.Equal(s_settings.Start, borrowed.Address);
    }

    [Fact]
    public void A_full_pool_refuses_and_serves_again_after_a_release()
    {
        List<BounceSlot> slots = [];
        while (_pool.TryTake(s_device, Piece(0, 64 * SlotBytes), 0, 0, out BounceSlot slot) == Errno.None)
        {
            slots.Add(slot);
        }

        Errno released = _pool.Release(slots[3].Address);
        Errno again = _pool.TryTake(s_device, Piece(0, 64 * SlotBytes), 0, 0, out BounceSlot next);

        Assert.Equal((8, Errno.None, Errno.None), (slots.Count, released, again));
        Assert.Equal(slots[3].Address, next.Address);
    }

    [Fact]
    public void Slots_go_back_once_and_from_their_beginning_only()
    {
        BounceSlot slot = Take(0, 3 * SlotBytes);

        Assert.Equal(Errno.EINVAL, _pool.Release(slot.Address + SlotBytes));
        Assert.Equal(Errno.None, _pool.Release(slot.Address));
        Assert.Equal(Errno.EINVAL, _pool.Release(slot.Address));
        Assert.Equal(0, _pool.UsedSlots);
    }

    [Theory]
    [InlineData(0, 100, 0, 100)]
    [InlineData(5000, 100, 5000, 100)]
    [InlineData(5900, 500, 5900, 100)]
    public void A_copy_moves_the_same_bytes_of_the_buffer_and_none_behind_its_end(
        ulong offset, ulong lengthBytes, ulong originalOffset, ulong moved)
    {
        BounceSlot slot = Take(0x7_0000, 6000);

        bool found = _pool.TryFindCopy(slot.Address + offset, lengthBytes, out BounceSlot copy);

        Assert.True(found);
        Assert.Equal((new PhysAddr(0x7_0000 + originalOffset), moved), (copy.Original, copy.LengthBytes));
    }

    [Fact]
    public void Bytes_that_nobody_has_cannot_be_copied()
    {
        BounceSlot slot = Take(0x7_0000, 100);

        Assert.False(_pool.TryFindCopy(slot.Address + 100, 1, out _));
        Assert.False(_pool.TryFindCopy(slot.Address + SlotBytes, 1, out _));
        Assert.False(_pool.TryFindCopy(new PhysAddr(0), 1, out _));
    }

    [Fact]
    public void A_segment_boundary_of_the_device_is_not_crossed()
    {
        DmaDevice device = s_device with { SegmentBoundaryMask = (4 * SlotBytes) - 1 };
        _pool.TryTake(device, Piece(0, SlotBytes), 0, 0, out _);

        _pool.TryTake(device, Piece(0, SlotBytes * 3 / 2 * 2), 0, 0, out BounceSlot slot);

        Assert.True((slot.Address.Value / (4 * SlotBytes)) == ((slot.Phyr.Last.Value) / (4 * SlotBytes)));
    }

    [Fact]
    public void Live_mappings_never_share_a_slot_and_everything_comes_back() =>
        Prop.ForAll(OperationDraws.Sequences(200), operations => Conflicts(operations, false) == 0)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_search_that_steps_past_what_it_found_free_hands_a_slot_out_twice()
    {
        int[] operations =
            [.. Enumerable.Range(0, 200).Select(static i => unchecked(i * 7919 * 104_729) & 0x3FFF_FFFF)];

        Assert.Equal(0, Conflicts(operations, false));
        Assert.NotEqual(0, Conflicts(operations, true));
    }

    private static int Conflicts(int[] operations, bool stepsPastFree)
    {
        SwiotlbPool pool = new(s_settings, stepsPastFree);
        List<BounceSlot> live = [];
        int conflicts = 0;
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            if (draws.Below(3) == 0 && live.Count > 0)
            {
                int at = draws.Below(live.Count);
                conflicts += pool.Release(live[at].Address) == Errno.None ? 0 : 1;
                live.RemoveAt(at);
                continue;
            }

            DmaDevice device = s_device with { MinAlignMask = (ulong)draws.Below(2) * 0xFFF };
            Phyr original = Piece((ulong)draws.Below(1 << 14), 1 + (ulong)draws.Below(9000));
            ulong align = draws.Below(3) == 0 ? 0xFFFUL : 0;
            if (pool.TryTake(device, original, align, draws.Below(4), out BounceSlot slot) == Errno.None)
            {
                ulong mask = device.MinAlignMask & (align | 0x7FF | device.MinAlignMask);
                conflicts += (slot.Address.Value & mask) == (original.Start.Value & mask) ? 0 : 1;
                conflicts += live.Count(other => Meets(other, slot));
                live.Add(slot);
            }
        }

        live.ForEach(slot => pool.Release(slot.Address));
        return conflicts + pool.UsedSlots;
    }

    private static bool Meets(BounceSlot left, BounceSlot right) =>
        left.Address.Value >> 11 <= right.Phyr.Last.Value >> 11
        && right.Address.Value >> 11 <= left.Phyr.Last.Value >> 11;

    private BounceSlot Take(ulong start, ulong lengthBytes)
    {
        Assert.Equal(Errno.None, _pool.TryTake(s_device, Piece(start, lengthBytes), 0, 0, out BounceSlot slot));
        return slot;
    }

    private static Phyr Piece(ulong start, ulong lengthBytes) => new(new PhysAddr(start), lengthBytes);
}
