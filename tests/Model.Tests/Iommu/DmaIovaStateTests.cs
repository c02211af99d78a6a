using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class DmaIovaStateTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private static readonly Iova Window = new(0x10_0000);

    [Fact]
    public void Phase_and_linked_bytes_are_those_of_a_state_kept_page_by_page() =>
        Prop.ForAll(OperationDraws.Sequences(60), AgreesWithTwin).QuickCheckThrowOnFailure();

    [Fact]
    public void The_window_holds_the_hints_offset_and_whole_granules()
    {
        bool legal = DmaIovaState.TryWindowLength(new PhysAddr(0x5F00), 0x200, PageSize.Size4KiB, out ulong bytes);

        Assert.Equal((true, 2 * Page), (legal, bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(DmaIovaState.SizeFlagBit)]
    [InlineData(ulong.MaxValue)]
    public void A_size_of_zero_or_with_the_flag_bit_gets_no_window(ulong sizeBytes)
    {
        bool legal = DmaIovaState.TryWindowLength(new PhysAddr(0), sizeBytes, PageSize.Size4KiB, out _);

        Assert.False(legal);
    }

    [Fact]
    public void The_device_address_carries_the_hints_offset()
    {
        DmaIovaState state = new(Window, new PhysAddr(0x5F08), 0x200, PageSize.Size4KiB);

        Assert.Equal(Window + 0xF08, state.Address);
    }

    [Fact]
    public void The_first_piece_may_start_inside_a_granule_and_is_mapped_from_its_border()
    {
        DmaIovaState state = new(Window, new PhysAddr(0x5F08), 0x2000, PageSize.Size4KiB);

        Errno errno = state.PlanLink(0, new PhysAddr(0x5F08), 0x100, out IovaWindow target, out PhysAddr source);

        Assert.Equal(
            (Errno.None, new IovaWindow(Window, 2 * Page), new PhysAddr(0x5000)),
            (errno, target, source));
    }

    [Fact]
    public void A_later_piece_that_starts_inside_a_granule_is_an_I_O_error()
    {
        DmaIovaState state = Allocated(4);

        Errno errno = state.PlanLink(Page, new PhysAddr(0x5008), Page, out _, out _);

        Assert.Equal(Errno.EIO, errno);
    }

    [Fact]
    public void A_piece_after_a_short_one_does_not_meet_the_merge_boundary()
    {
        DmaIovaState state = Allocated(4);

        Errno errno = state.PlanLink(0x800, new PhysAddr(0x5000), Page, out _, out _);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_first_piece_with_another_offset_than_the_hint_is_refused()
    {
        DmaIovaState state = Allocated(4);

        Errno errno = state.PlanLink(0, new PhysAddr(0x5008), Page, out _, out _);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Theory]
    [InlineData(3 * Page, 2 * Page)]
    [InlineData(4 * Page, Page)]
    [InlineData(0, 0)]
    [InlineData(ulong.MaxValue - Page + 1, Page)]
    public void A_piece_that_is_empty_or_leaves_the_window_is_refused(ulong offset, ulong length)
    {
        DmaIovaState state = Allocated(4);

        Errno errno = state.PlanLink(offset, new PhysAddr(0x5000), length, out _, out _);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_state_whose_allocation_was_refused_links_nothing()
    {
        DmaIovaState state = new();

        Errno errno = state.PlanLink(0, new PhysAddr(0x5000), Page, out _, out _);

        Assert.Equal((Errno.EINVAL, false), (errno, state.UseIova));
    }

    [Fact]
    public void A_linked_piece_waits_for_its_sync()
    {
        DmaIovaState state = Allocated(4);

        state.RecordLink(0, Page);

        Assert.Equal(DmaIovaPhase.LinkedDirty, state.Phase);
    }

    [Fact]
    public void A_sync_of_one_piece_leaves_the_other_waiting()
    {
        DmaIovaState state = Allocated(4);
        state.RecordLink(0, Page);
        state.RecordLink(2 * Page, Page);

        state.RecordSync(0, Page);

        Assert.Equal(DmaIovaPhase.LinkedDirty, state.Phase);
    }

    [Fact]
    public void One_sync_over_all_pieces_makes_the_state_live()
    {
        DmaIovaState state = Allocated(4);
        state.RecordLink(0, Page);
        state.RecordLink(2 * Page, Page);

        state.RecordSync(0, 4 * Page);

        Assert.Equal(DmaIovaPhase.Live, state.Phase);
    }

    [Fact]
    public void Linking_more_than_the_window_holds_is_an_impossible_state()
    {
        DmaIovaState state = Allocated(1);
        state.RecordLink(0, Page);

        Assert.Throws<InvariantException>(() => state.RecordLink(0, Page));
    }

    [Fact]
    public void An_unlink_of_more_than_is_linked_is_refused()
    {
        DmaIovaState state = Allocated(4);
        state.RecordLink(0, Page);

        Errno errno = state.PlanUnlink(0, 2 * Page, out _);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void Recording_an_unlink_of_more_than_is_linked_is_an_impossible_state()
    {
        DmaIovaState state = Allocated(4);

        Assert.Throws<InvariantException>(() => state.RecordUnlink(0, Page));
    }

    [Fact]
    public void A_free_while_something_is_linked_is_refused()
    {
        DmaIovaState state = Allocated(4);
        state.RecordLink(0, Page);

        Errno errno = state.Free();

        Assert.Equal((Errno.EBUSY, DmaIovaPhase.LinkedDirty), (errno, state.Phase));
    }

    [Fact]
    public void A_second_free_is_refused_though_the_state_still_says_that_it_uses_an_IOVA()
    {
        DmaIovaState state = Allocated(4);
        state.Free();

        Errno errno = state.Free();

        Assert.Equal((Errno.EINVAL, true), (errno, state.UseIova));
    }

    [Theory]
    [InlineData(Page)]
    [InlineData(3 * Page)]
    [InlineData(0)]
    public void A_destroy_of_another_length_than_is_linked_is_refused(ulong mappedLength)
    {
        DmaIovaState state = Allocated(4);
        state.RecordLink(0, 2 * Page);

        Errno errno = state.PlanDestroy(mappedLength, out _);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_destroy_unmaps_the_granules_of_what_is_linked()
    {
        DmaIovaState state = new(Window, new PhysAddr(0x5F00), 3 * Page, PageSize.Size4KiB);
        state.RecordLink(0, 0x200);

        Errno errno = state.PlanDestroy(0x200, out IovaWindow target);

        Assert.Equal((Errno.None, new IovaWindow(Window, 2 * Page)), (errno, target));
    }

    [Fact]
    public void A_destroy_of_nothing_linked_unmaps_nothing()
    {
        DmaIovaState state = Allocated(4);

        Errno errno = state.PlanDestroy(0, out IovaWindow target);

        Assert.Equal((Errno.None, 0UL), (errno, target.LengthBytes));
    }

    [Fact]
    public void Nothing_can_be_done_after_a_destroy()
    {
        DmaIovaState state = Allocated(4);
        state.RecordDestroy();

        Errno[] refusals =
        [
            state.PlanLink(0, new PhysAddr(0), Page, out _, out _),
            state.PlanSync(0, Page, out _),
            state.PlanUnlink(0, Page, out _),
            state.PlanDestroy(0, out _),
            state.Free(),
        ];

        Assert.All(refusals, errno => Assert.Equal(Errno.EINVAL, errno));
    }

    [Fact]
    [Trait("row", "D19")]
    public void Pages_of_one_window_can_be_unlinked_and_linked_anew_each_for_itself()
    {
        DmaIovaState state = Allocated(4);
        TableBench bench = new(IoPageSizes.Only4KiB);
        LinkAndSync(state, bench, 0, 0x5000);
        LinkAndSync(state, bench, Page, 0x9000);
        state.PlanUnlink(0, Page, out IovaWindow unlinked);
        bench.Unmap(unlinked.Start.Value, unlinked.LengthBytes);
        state.RecordUnlink(0, Page);

        LinkAndSync(state, bench, 0, 0x7000);

        Assert.Equal(
            (0x7000UL, 0x9000UL, 2 * Page),
            (bench.Translate(Window.Value)!.Value.Phys.Value,
                bench.Translate(Window.Value + Page)!.Value.Phys.Value,
                state.LinkedBytes));
    }

    [Theory]
    [InlineData(DmaDirection.Bidirectional, IoProt.Read | IoProt.Write)]
    [InlineData(DmaDirection.ToDevice, IoProt.Read)]
    [InlineData(DmaDirection.FromDevice, IoProt.Write)]
    [InlineData(DmaDirection.None, IoProt.None)]
    public void A_direction_permits_what_the_device_does(DmaDirection direction, IoProt expected)
    {
        IoProt prot = direction.ToProt();

        Assert.Equal(expected, prot);
    }

    [Fact]
    public void A_register_window_is_marked_beside_its_direction()
    {
        IoProt prot = DmaDirection.ToDevice.ToProt(mmio: true);

        Assert.Equal(IoProt.Read | IoProt.Mmio, prot);
    }

    private static DmaIovaState Allocated(int pages) =>
        new(Window, new PhysAddr(0), (ulong)pages * Page, PageSize.Size4KiB);

    private static void LinkAndSync(DmaIovaState state, TableBench bench, ulong offset, ulong phys)
    {
        state.PlanLink(offset, new PhysAddr(phys), Page, out IovaWindow target, out PhysAddr source);
        bench.Map(target.Start.Value, source.Value, target.LengthBytes);
        state.RecordLink(offset, Page);
        state.RecordSync(offset, Page);
    }

    private static bool AgreesWithTwin(int[] operations)
    {
        const int pages = 12;
        DmaIovaState state = Allocated(pages);
        bool[] linked = new bool[pages];
        bool[] dirty = new bool[pages];
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            int kind = draws.Below(3);
            int first = draws.Below(pages);
            int count = 1 + draws.Below(pages - first);
            (ulong offset, ulong length) = ((ulong)first * Page, (ulong)count * Page);
            Range range = first..(first + count);
            if (kind == 0 && !linked[range].Contains(true))
            {
                state.RecordLink(offset, length);
                linked.AsSpan(range).Fill(true);
                dirty.AsSpan(range).Fill(true);
            }
            else if (kind == 1)
            {
                state.RecordSync(offset, length);
                dirty.AsSpan(range).Clear();
            }
            else if (kind == 2 && !linked[range].Contains(false))
            {
                state.RecordUnlink(offset, length);
                linked.AsSpan(range).Clear();
                dirty.AsSpan(range).Clear();
            }

            DmaIovaPhase expected = dirty.Contains(true) ? DmaIovaPhase.LinkedDirty
                : linked.Contains(true) ? DmaIovaPhase.Live
                : DmaIovaPhase.Allocated;
            Assert.Equal((expected, (ulong)linked.Count(l => l) * Page), (state.Phase, state.LinkedBytes));
        }

        return true;
    }
}
