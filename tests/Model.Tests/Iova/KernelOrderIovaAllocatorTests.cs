namespace PhyrActors.Model.Tests;

public class KernelOrderIovaAllocatorTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const int Magazine = 127;
    private static readonly Iova Last32 = new(0xFFFF_FFFF);

    [Fact]
    public void The_range_freed_last_on_a_CPU_is_the_next_one_handed_out_there()
    {
        KernelOrderIovaAllocator allocator = new(Last32, cpus: 2);
        Iova[] starts = Allocate(allocator, 3);
        allocator.Free(starts[0], Page);
        allocator.Free(starts[2], Page);
        allocator.Free(starts[1], Page, cpu: 1);

        allocator.TryAllocate(Page, Last32, out Iova next);

        Assert.Equal(starts[2], next);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(17, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 33)]
    public void Cacheable_lengths_are_rounded_up_to_a_power_of_two_and_others_are_not(ulong granules, ulong taken)
    {
        KernelOrderIovaAllocator allocator = new(Last32);
        allocator.TryAllocate(granules * Page, Last32, out Iova start);

        allocator.TryAllocate(Page, Last32, out Iova below);
        allocator.TryAllocate(Page, new Iova(start.Value + (64 * Page) - 1), out _);

        Assert.Equal(Last32.Value + 1 - AlignedUp(taken) - Page, below.Value);
    }

    [Fact]
    public void A_length_above_32_granules_goes_straight_back_to_the_tree()
    {
        KernelOrderIovaAllocator allocator = new(Last32);
        allocator.TryAllocate(33 * Page, Last32, out Iova start);

        Errno errno = allocator.Free(start, 33 * Page);
        Errno again = allocator.Free(start, 33 * Page);

        Assert.Equal((Errno.None, Errno.EINVAL, 0), (errno, again, allocator.TreeCount));
    }

    [Theory]
    [InlineData(Mutation.None, true)]
    [InlineData(Mutation.M23, false)]
    public void Ranges_of_mixed_lengths_never_meet_unless_a_freed_one_is_cached_as_a_larger_one(
        Mutation mutation, bool expected)
    {
        KernelOrderIovaAllocator allocator = new(Last32, mutations: MutationSet.Of(mutation));
        Queue<Iova> starts = new();
        SortedDictionary<ulong, ulong> live = [];
        bool apart = true;
        for (int i = 0; i < 200 && apart; i++)
        {
            ulong lengthBytes = Page << (i % 3);
            allocator.TryAllocate(lengthBytes, Last32, out Iova start);
            apart = live.All(other => other.Key + other.Value <= start.Value || start.Value + lengthBytes <= other.Key);
            live[start.Value] = lengthBytes;
            starts.Enqueue(start);
            if (starts.Count > 10)
            {
                Iova freed = starts.Dequeue();
                live.Remove(freed.Value, out ulong freedBytes);
                allocator.Free(freed, freedBytes);
            }
        }

        Assert.Equal(expected, apart);
    }

    [Fact]
    public void A_cached_range_stays_taken_in_the_tree()
    {
        KernelOrderIovaAllocator allocator = new(Last32);
        Iova[] starts = Allocate(allocator, 1);

        allocator.Free(starts[0], Page);

        Assert.Equal(1, allocator.TreeCount);
    }

    [Fact]
    public void A_range_freed_twice_has_two_owners_afterwards()
    {
        KernelOrderIovaAllocator allocator = new(Last32);
        Iova[] starts = Allocate(allocator, 1);
        allocator.Free(starts[0], Page);
        allocator.Free(starts[0], Page);

        Iova[] owners = Allocate(allocator, 2);

        Assert.Equal([starts[0], starts[0]], owners);
    }

    [Fact]
    public void A_cached_range_above_the_limit_is_passed_over()
    {
        KernelOrderIovaAllocator allocator = new(new Iova(0xFFFF_FFFF_FFFF));
        allocator.TryAllocate(Page, Last32, out Iova low);
        allocator.TryAllocate(Page, new Iova(0xFFFF_FFFF_FFFF), out Iova high);
        allocator.Free(low, Page);
        allocator.Free(high, Page);

        allocator.TryAllocate(Page, Last32, out Iova next);

        Assert.Equal(low, next);
    }

    [Fact]
    public void Two_full_magazines_send_one_to_the_depot_and_another_CPU_takes_it_from_there()
    {
        KernelOrderIovaAllocator allocator = new(Last32, cpus: 2);
        Iova[] starts = Allocate(allocator, (2 * Magazine) + 1);
        foreach (Iova start in starts)
        {
            allocator.Free(start, Page);
        }

        int before = allocator.DepotCount(0);
        allocator.TryAllocate(Page, Last32, out Iova next, cpu: 1);

        Assert.Equal((1, 0, starts[(2 * Magazine) - 1]), (before, allocator.DepotCount(0), next));
    }

    [Fact]
    public void Without_memory_for_a_magazine_a_range_goes_back_to_the_tree_and_is_no_longer_taken()
    {
        KernelOrderIovaAllocator allocator = new(Last32);
        Iova[] starts = Allocate(allocator, (2 * Magazine) + 1);
        for (int i = 0; i < 2 * Magazine; i++)
        {
            Assert.False(allocator.NeedsMagazine(Page, 0));
            allocator.Free(starts[i], Page);
        }

        bool isNeeded = allocator.NeedsMagazine(Page, 0);
        allocator.Free(starts[^1], Page, mayGrow: false);

        Assert.Equal((true, 0, 2 * Magazine), (isNeeded, allocator.DepotCount(0), allocator.TreeCount));
    }

    [Fact]
    public void The_depot_is_trimmed_by_one_magazine_a_run_down_to_one_a_CPU()
    {
        KernelOrderIovaAllocator allocator = new(Last32, cpus: 1);
        foreach (Iova start in Allocate(allocator, (5 * Magazine) + 1))
        {
            allocator.Free(start, Page);
        }

        bool[] runs = [allocator.TrimDepot(0), allocator.TrimDepot(0), allocator.TrimDepot(0), allocator.TrimDepot(1)];

        Assert.Equal([true, true, true, false], runs);
        Assert.Equal((1, (2 * Magazine) + 1), (allocator.DepotCount(0), allocator.TreeCount));
    }

    [Fact]
    public void Every_cache_is_emptied_before_a_request_is_refused_unless_the_caller_forbids_it()
    {
        Iova apertureLast = new((65 * Page) - 1);
        KernelOrderIovaAllocator allocator = new(apertureLast, cpus: 2);
        Iova[] starts = Allocate(allocator, 64);
        for (int i = 0; i < starts.Length; i++)
        {
            allocator.Free(starts[i], Page, cpu: i % 2);
        }

        bool withoutFlush = allocator.TryAllocate(32 * Page, apertureLast, out _, mayFlush: false);
        bool withFlush = allocator.TryAllocate(32 * Page, apertureLast, out _);

        Assert.Equal((false, true, 1), (withoutFlush, withFlush, allocator.TreeCount));
    }

    [Fact]
    public void A_CPU_that_went_away_leaves_nothing_in_its_caches()
    {
        KernelOrderIovaAllocator allocator = new(Last32, cpus: 2);
        Iova[] starts = Allocate(allocator, 2);
        allocator.Free(starts[0], Page);
        allocator.Free(starts[1], Page, cpu: 1);

        allocator.FlushCpu(1);

        Assert.Equal(1, allocator.TreeCount);
    }

    [Fact]
    public void A_reserved_range_is_never_handed_out()
    {
        KernelOrderIovaAllocator allocator = new(Last32);
        allocator.Reserve(new Iova(0xFFFF_0000), 0x1_0000);

        allocator.TryAllocate(Page, Last32, out Iova start);

        Assert.Equal(new Iova(0xFFFE_F000), start);
    }

    private static Iova[] Allocate(KernelOrderIovaAllocator allocator, int count)
    {
        Iova[] starts = new Iova[count];
        for (int i = 0; i < count; i++)
        {
            Assert.True(allocator.TryAllocate(Page, Last32, out starts[i]));
        }

        return starts;
    }

    private static ulong AlignedUp(ulong granules) => (granules <= 32 ? granules : 64) * Page;
}
