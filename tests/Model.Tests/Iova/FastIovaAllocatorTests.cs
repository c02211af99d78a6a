namespace PhyrActors.Model.Tests;

public class FastIovaAllocatorTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private static readonly Iova NoLimit = new(ulong.MaxValue);

    [Theory]
    [InlineData(0x1F_FFFF, 1)]
    [InlineData(0x5F_FFFF, 3)]
    [InlineData(0x1_0010_0FFF, 0xFFFF0)]
    [InlineData(0x40_0000_0FFF, 0x3FF_FFF0)]
    public void The_space_is_what_lies_between_its_ends_wherever_they_are(ulong apertureLast, ulong startPfn)
    {
        FastIovaAllocator allocator = new(new Iova(apertureLast), startPfn);
        ulong granules = ((apertureLast + 1) / Page) - startPfn;
        HashSet<Iova> starts = [];

        ulong before = allocator.FreeBytes;
        while (allocator.TryAllocate(Page, NoLimit, out Iova start))
        {
            starts.Add(start);
        }

        Assert.Equal((granules * Page, (int)granules), (before, starts.Count));
        Assert.All(starts, start => Assert.InRange(start.Value, startPfn * Page, apertureLast));
    }

    [Fact]
    public void A_wide_request_stays_out_of_the_space_that_narrow_devices_need()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF_FFFF));

        allocator.TryAllocate(2 * Page, NoLimit, out Iova wide);
        allocator.TryAllocate(2 * Page, new Iova(0xFFFF_FFFF), out Iova narrow);

        Assert.InRange(wide.Value, 0x1_0000_0000UL, 0xFFFF_FFFF_FFFFUL);
        Assert.InRange(narrow.Value, Page, 0xFFFF_E000UL);
    }

    [Fact]
    public void A_wide_request_takes_narrow_space_when_nothing_else_is_left()
    {
        FastIovaAllocator allocator = new(new Iova(0x1_0000_0FFF));
        allocator.TryAllocate(Page, NoLimit, out Iova above);

        bool found = allocator.TryAllocate(Page, NoLimit, out Iova below);

        Assert.Equal((new Iova(0x1_0000_0000), true), (above, found));
        Assert.InRange(below.Value, Page, 0xFFFF_F000UL);
    }

    [Fact]
    public void The_whole_upper_half_of_48_bits_is_one_allocation()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF_FFFF));

        allocator.TryAllocate(1UL << 47, NoLimit, out Iova start);
        Errno wrongLength = allocator.Free(start, (1UL << 47) - Page);
        Errno errno = allocator.Free(start, 1UL << 47);

        Assert.Equal((new Iova(1UL << 47), Errno.EINVAL, Errno.None), (start, wrongLength, errno));
    }

    [Fact]
    public void Ranges_kept_ready_are_given_back_before_a_larger_request_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova((64 * Page) - 1));
        List<Iova> starts = [];
        while (allocator.TryAllocate(Page, NoLimit, out Iova start))
        {
            starts.Add(start);
        }

        starts.ForEach(start => allocator.Free(start, Page));
        bool found = allocator.TryAllocate(32 * Page, NoLimit, out _);

        Assert.True(found);
    }

    [Fact]
    public void What_live_ranges_hold_beyond_their_length_is_given_back_before_a_request_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova((64 * Page) - 1));
        for (int i = 0; i < 7; i++)
        {
            allocator.TryAllocate(5 * Page, NoLimit, out _);
        }

        int found = 0;
        while (allocator.TryAllocate(Page, NoLimit, out _))
        {
            found++;
        }

        Assert.Equal((63 - 35, 0UL), (found, allocator.FreeBytes));
    }

    [Fact]
    public void A_range_that_gave_its_rest_back_is_freed_as_it_is()
    {
        FastIovaAllocator allocator = new(new Iova((16 * Page) - 1));
        allocator.TryAllocate(5 * Page, NoLimit, out Iova odd);
        while (allocator.TryAllocate(Page, NoLimit, out _))
        {
        }

        Errno errno = allocator.Free(odd, 5 * Page);

        Assert.Equal((Errno.None, 5 * Page), (errno, allocator.FreeBytes));
    }

    [Fact]
    public void An_aperture_wider_than_57_bits_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FastIovaAllocator(NoLimit));
    }

    [Fact]
    public void A_range_kept_ready_above_a_limit_is_passed_over()
    {
        FastIovaAllocator allocator = new(new Iova((64 * Page) - 1));
        allocator.TryAllocate(Page, new Iova((8 * Page) - 1), out Iova low);
        allocator.TryAllocate(Page, NoLimit, out Iova high);
        allocator.Free(low, Page);
        allocator.Free(high, Page);

        allocator.TryAllocate(Page, new Iova((8 * Page) - 1), out Iova again);

        Assert.InRange(again.Value, Page, 7 * Page);
    }

    [Fact]
    public void A_limit_inside_a_granule_excludes_that_granule()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF), startPfn: 4);

        bool found = allocator.TryAllocate(Page, new Iova(0x5FFE), out Iova start);
        bool foundAnother = allocator.TryAllocate(Page, new Iova(0x5FFE), out _);

        Assert.Equal((true, new Iova(0x4000), false), (found, start, foundAnother));
    }

    [Fact]
    public void Lengths_round_up_to_whole_granules()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));

        allocator.TryAllocate(Page + 1, NoLimit, out _);

        Assert.Equal(2 * Page, allocator.LiveBytes);
    }

    [Fact]
    public void A_start_is_aligned_to_the_power_of_two_that_holds_the_length()
    {
        FastIovaAllocator allocator = new(new Iova((16 * Page) - 1));
        allocator.TryAllocate(Page, NoLimit, out _);

        allocator.TryAllocate(5 * Page, NoLimit, out Iova start);

        Assert.Equal(new Iova(8 * Page), start);
    }

    [Fact]
    public void Address_zero_is_never_handed_out()
    {
        FastIovaAllocator allocator = new(new Iova((8 * Page) - 1));
        List<Iova> starts = [];

        while (allocator.TryAllocate(Page, NoLimit, out Iova start))
        {
            starts.Add(start);
        }

        Assert.Equal("1 2 3 4 5 6 7", string.Join(' ', starts.Select(start => start.Value / Page).Order()));
    }

    [Fact]
    public void A_free_run_that_no_buddy_block_matches_still_serves_an_odd_length()
    {
        FastIovaAllocator allocator = new(new Iova((8 * Page) - 1));
        allocator.Reserve(new Iova(7 * Page), Page);
        allocator.Reserve(new Iova(Page), 3 * Page);

        bool found = allocator.TryAllocate(3 * Page, NoLimit, out Iova start);

        Assert.Equal((true, new Iova(4 * Page)), (found, start));
    }

    [Fact]
    public void A_request_larger_than_any_aligned_free_run_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova((8 * Page) - 1));

        bool found = allocator.TryAllocate(5 * Page, NoLimit, out _);

        Assert.False(found);
    }

    [Fact]
    public void A_limit_below_the_first_granule_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF), startPfn: 16);

        bool found = allocator.TryAllocate(Page, new Iova(0xFFFF), out _);

        Assert.False(found);
    }

    [Fact]
    public void A_second_free_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(Page, NoLimit, out Iova start);
        allocator.Free(start, Page);

        Errno errno = allocator.Free(start, Page);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_free_of_the_wrong_length_is_refused_and_changes_nothing()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(4 * Page, NoLimit, out Iova start);

        Errno errno = allocator.Free(start, 3 * Page);

        Assert.Equal((Errno.EINVAL, true), (errno, allocator.IsLive(start)));
    }

    [Fact]
    public void A_free_from_the_middle_of_an_allocation_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(4 * Page, NoLimit, out Iova start);

        Errno errno = allocator.Free(start + Page, 3 * Page);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_free_of_an_address_inside_the_first_granule_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(Page, NoLimit, out Iova start);

        Errno errno = allocator.Free(start + 0x10, Page);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void Reserving_under_a_live_allocation_is_refused()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(Page, NoLimit, out Iova start);

        Errno errno = allocator.Reserve(new Iova(start.Value - Page), 2 * Page);

        Assert.Equal(Errno.EBUSY, errno);
    }

    [Fact]
    public void Every_granule_that_a_reserved_range_touches_is_out_of_use()
    {
        FastIovaAllocator allocator = new(new Iova((4 * Page) - 1));
        allocator.Reserve(new Iova((2 * Page) + 0xFFF), 2);

        bool found = allocator.TryAllocate(Page, NoLimit, out Iova start);

        Assert.Equal((true, new Iova(Page)), (found, start));
    }

    [Fact]
    public void A_range_outside_the_aperture_can_be_reserved_without_effect()
    {
        FastIovaAllocator allocator = new(new Iova((4 * Page) - 1));

        Errno errno = allocator.Reserve(new Iova(0xFEE0_0000), 0x10_0000);

        Assert.Equal((Errno.None, 3 * Page), (errno, allocator.FreeBytes));
    }

    [Fact]
    public void Freeing_everything_leaves_everything_free()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF_FFFF));
        ulong free = allocator.FreeBytes;
        List<(Iova Start, ulong Length)> live = [];
        for (int i = 0; i < 200_000; i++)
        {
            ulong length = (((ulong)i * 2_654_435_761 % 13) + 1) * Page;
            allocator.TryAllocate(length, NoLimit, out Iova start);
            live.Add((start, length));
        }

        for (int i = 0; i < live.Count; i++)
        {
            (Iova start, ulong length) = live[(int)((long)i * 77_777 % live.Count)];
            allocator.Free(start, length);
        }

        Assert.Equal((0, 0UL, free), (allocator.LiveCount, allocator.LiveBytes, allocator.FreeBytes));
    }

    [Fact]
    public void An_empty_request_is_a_callers_mistake()
    {
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));

        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.TryAllocate(0, NoLimit, out _));
    }

    [Fact]
    public void A_space_that_would_hand_out_address_zero_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FastIovaAllocator(NoLimit, startPfn: 0));
    }
}
