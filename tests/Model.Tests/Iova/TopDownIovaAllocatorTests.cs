using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class TopDownIovaAllocatorTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private static readonly Iova NoLimit = new(ulong.MaxValue);

    [Fact]
    public void Every_answer_is_the_one_of_an_allocator_that_tries_every_place_from_the_top() =>
        Prop.ForAll(OperationDraws.Sequences(300), operations => AgreesWithTwin(operations)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_request_gets_the_highest_place_below_its_limit()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF_FFFF));

        allocator.TryAllocate(2 * Page, new Iova(0xFFFF_FFFF), out Iova start);

        Assert.Equal(new Iova(0xFFFF_E000), start);
    }

    [Fact]
    public void A_limit_inside_a_granule_excludes_that_granule()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));

        allocator.TryAllocate(Page, new Iova(0x5FFE), out Iova start);

        Assert.Equal(new Iova(0x4000), start);
    }

    [Fact]
    public void Lengths_round_up_to_whole_granules()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));

        allocator.TryAllocate(Page + 1, NoLimit, out _);

        Assert.Equal(2 * Page, allocator.LiveBytes);
    }

    [Fact]
    public void A_start_is_aligned_to_the_power_of_two_that_holds_the_length()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(Page, NoLimit, out _);

        allocator.TryAllocate(5 * Page, NoLimit, out Iova start);

        Assert.Equal(new Iova(0xFFFF_8000), start);
    }

    [Fact]
    public void Address_zero_is_never_handed_out()
    {
        TopDownIovaAllocator allocator = new(new Iova((8 * Page) - 1));
        List<Iova> starts = [];

        while (allocator.TryAllocate(Page, NoLimit, out Iova start))
        {
            starts.Add(start);
        }

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], starts.Select(start => start.Value / Page));
    }

    [Fact]
    public void A_free_run_that_no_buddy_block_matches_still_serves_an_odd_length()
    {
        TopDownIovaAllocator allocator = new(new Iova((8 * Page) - 1));
        allocator.Reserve(new Iova(7 * Page), Page);
        allocator.Reserve(new Iova(Page), 3 * Page);

        bool found = allocator.TryAllocate(3 * Page, NoLimit, out Iova start);

        Assert.Equal((true, new Iova(4 * Page)), (found, start));
    }

    [Fact]
    public void A_request_larger_than_any_aligned_free_run_is_refused()
    {
        TopDownIovaAllocator allocator = new(new Iova((8 * Page) - 1));

        bool found = allocator.TryAllocate(5 * Page, NoLimit, out _);

        Assert.False(found);
    }

    [Fact]
    public void A_limit_below_the_first_granule_is_refused()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF), startPfn: 16);

        bool found = allocator.TryAllocate(Page, new Iova(0xFFFF), out _);

        Assert.False(found);
    }

    [Fact]
    public void A_second_free_is_refused()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(Page, NoLimit, out Iova start);
        allocator.Free(start, Page);

        Errno errno = allocator.Free(start, Page);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_free_of_the_wrong_length_is_refused_and_changes_nothing()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(4 * Page, NoLimit, out Iova start);

        Errno errno = allocator.Free(start, 3 * Page);

        Assert.Equal((Errno.EINVAL, true), (errno, allocator.IsLive(start)));
    }

    [Fact]
    public void A_free_from_the_middle_of_an_allocation_is_refused()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(4 * Page, NoLimit, out Iova start);

        Errno errno = allocator.Free(start + Page, 3 * Page);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_free_of_an_address_inside_the_first_granule_is_refused()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(Page, NoLimit, out Iova start);

        Errno errno = allocator.Free(start + 0x10, Page);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void Reserving_under_a_live_allocation_is_refused()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));
        allocator.TryAllocate(Page, NoLimit, out Iova start);

        Errno errno = allocator.Reserve(new Iova(start.Value - Page), 2 * Page);

        Assert.Equal(Errno.EBUSY, errno);
    }

    [Fact]
    public void Every_granule_that_a_reserved_range_touches_is_out_of_use()
    {
        TopDownIovaAllocator allocator = new(new Iova((4 * Page) - 1));
        allocator.Reserve(new Iova((2 * Page) + 0xFFF), 2);

        bool found = allocator.TryAllocate(Page, NoLimit, out Iova start);

        Assert.Equal((true, new Iova(Page)), (found, start));
    }

    [Fact]
    public void A_range_outside_the_aperture_can_be_reserved_without_effect()
    {
        TopDownIovaAllocator allocator = new(new Iova((4 * Page) - 1));

        Errno errno = allocator.Reserve(new Iova(0xFEE0_0000), 0x10_0000);

        Assert.Equal((Errno.None, 1), (errno, allocator.GapCount));
    }

    [Fact]
    public void Freeing_everything_leaves_one_free_run()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF_FFFF));
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

        Assert.Equal((0, 0UL, 1), (allocator.LiveCount, allocator.LiveBytes, allocator.GapCount));
    }

    [Fact]
    public void An_empty_request_is_a_callers_mistake()
    {
        TopDownIovaAllocator allocator = new(new Iova(0xFFFF_FFFF));

        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.TryAllocate(0, NoLimit, out _));
    }

    [Fact]
    public void A_space_that_would_hand_out_address_zero_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopDownIovaAllocator(NoLimit, startPfn: 0));
    }

    private static bool AgreesWithTwin(int[] operations)
    {
        const int granules = 300;
        TopDownIovaAllocator allocator = new(new Iova((granules * Page) - 1));
        NaiveIovaAllocator twin = new(granules);
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            switch (draws.Below(8))
            {
                case < 4:
                    int size = 1 + draws.Below(draws.Below(4) == 0 ? 70 : 9);
                    int limitEnd = draws.Below(3) == 0 ? 1 + draws.Below(granules) : granules;
                    bool found = allocator.TryAllocate(
                        (ulong)size * Page,
                        new Iova(((ulong)limitEnd * Page) - 1),
                        out Iova start);
                    Assert.Equal(twin.Allocate(size, limitEnd), found ? (int)(start.Value / Page) : null);
                    break;
                case < 7 when twin.Live.Count > 0:
                    (int first, int length) = twin.Live.ElementAt(draws.Below(twin.Live.Count));
                    int asked = draws.Below(8) == 0 ? length + 1 : length;
                    Assert.Equal(
                        twin.Free(first, asked),
                        allocator.Free(new Iova((ulong)first * Page), (ulong)asked * Page));
                    break;
                case 7 when draws.Below(4) == 0:
                    int from = draws.Below(granules);
                    int count = 1 + draws.Below(6);
                    Assert.Equal(
                        twin.Reserve(from, count),
                        allocator.Reserve(new Iova((ulong)from * Page), (ulong)count * Page));
                    break;
                default:
                    break;
            }
        }

        return allocator.LiveCount == twin.Live.Count
            && allocator.LiveBytes == (ulong)twin.Live.Values.Sum() * Page
            && twin.Live.Keys.All(start => allocator.IsLive(new Iova((ulong)start * Page)));
    }
}
