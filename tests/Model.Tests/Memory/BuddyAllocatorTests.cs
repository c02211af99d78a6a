using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class BuddyAllocatorTests
{
    private const ulong MiB = 1UL << 20 >> Pfn.FrameSizeLog2;

    [Theory]
    [InlineData(37, 300)]
    [InlineData(5000, 40_000)]
    public void It_agrees_with_a_truth_value_a_frame(int first, int frames) =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            BuddyAllocator buddy = new(new Pfn((ulong)first), (ulong)frames);
            NaiveFrames naive = new(first + frames);
            naive.Set(0, first, taken: true);
            List<FrameBlock> held = [];
            bool agrees = true;
            while (agrees && draws.HasMore)
            {
                int order = draws.Below(5);
                switch (draws.Below(4))
                {
                    case 0 when held.Count > 0:
                        FrameBlock freed = held[draws.Below(held.Count)];
                        held.Remove(freed);
                        buddy.Free(freed.Head, freed.Order);
                        naive.Set((int)freed.Head.Value, (int)freed.Frames, taken: false);
                        break;
                    case 1:
                        Pfn frame = new((ulong)draws.Below(first + frames + 100));
                        FrameBlock wanted = FrameBlock.Holding(frame, order);
                        bool isFree = naive.IsFree((int)wanted.Head.Value, (int)wanted.Frames);
                        agrees = buddy.TryAllocateAt(wanted.Head, order) == isFree;
                        Take(isFree, wanted);
                        break;
                    default:
                        bool hasFree = naive.HasFree(order);
                        bool given = buddy.TryAllocate(order, out Pfn head, draws.Below(2) == 0 ? null : draws.Below);
                        agrees = given == hasFree && (!given || naive.IsFree((int)head.Value, 1 << order));
                        Take(given, new FrameBlock(given ? head : default, order));
                        break;
                }

                agrees &= buddy.FreeFrames == naive.FreeFrames;
            }

            return agrees;

            void Take(bool taken, FrameBlock block)
            {
                if (taken)
                {
                    held.Add(block);
                    naive.Set((int)block.Head.Value, (int)block.Frames, taken: true);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_given_back_merges_into_the_largest_blocks()
    {
        BuddyAllocator buddy = new(new Pfn(0), 1 << 18);
        for (ulong frame = 0; frame < 1024; frame++)
        {
            buddy.TryAllocateAt(new Pfn(frame), 0);
        }

        for (ulong frame = 0; frame < 1024; frame++)
        {
            buddy.Free(new Pfn((frame * 7) & 1023), 0);
        }

        Assert.Equal(1UL, buddy.FreeBlocks(BuddyAllocator.OrderMax));
    }

    [Fact]
    public void A_block_may_come_back_in_parts()
    {
        BuddyAllocator buddy = new(new Pfn(0), 512);
        buddy.TryAllocate(9, out Pfn head);

        for (ulong frame = 0; frame < 512; frame++)
        {
            buddy.Free(head + frame, 0);
        }

        Assert.Equal(1UL, buddy.FreeBlocks(9));
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, 3)]
    [InlineData(0, 5)]
    [InlineData(16, 0)]
    public void A_double_free_is_caught_whatever_the_order_it_names(ulong head, int order)
    {
        BuddyAllocator buddy = new(new Pfn(0), 32);
        buddy.TryAllocateAt(new Pfn(0), 5);
        buddy.Free(new Pfn(8), 1);
        buddy.Free(new Pfn(16), 0);

        Assert.Throws<InvariantException>(() => buddy.Free(new Pfn(head), order));
    }

    [Fact]
    public void Memory_of_nobody_cannot_be_freed()
    {
        BuddyAllocator buddy = new(new Pfn(16), 16);

        Assert.Throws<InvariantException>(() => buddy.Free(new Pfn(0), 4));
    }

    [Fact]
    public void An_order_above_1_GiB_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BuddyAllocator(new Pfn(0), 16).TryAllocate(19, out _));

    [Fact]
    public void A_machine_of_192_GiB_costs_less_than_a_megabyte_before_it_is_used()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        BuddyAllocator buddy = new(new Pfn(0), 192 * 1024 * MiB);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1 << 20);
        Assert.Equal(192UL, buddy.FreeBlocks(BuddyAllocator.OrderMax));
    }

    [Fact]
    public void Frames_come_out_rising_unless_a_pick_is_given()
    {
        ulong[] plain = Take(below: null);
        ulong[] picked = Take(new SplitMix(1).Below);

        Assert.Equal((0, true), (Descents(plain), Descents(picked) > 100));
    }

    [Fact]
    public void Fragmentation_makes_2_MiB_blocks_scarce_by_its_share()
    {
        BuddyAllocator buddy = new(new Pfn(0), 4096 * MiB);

        buddy.Fragment(0.5, new SplitMix(2).Below);

        int blocks = 0;
        while (buddy.TryAllocate(BuddyAllocator.PageblockOrder, out _))
        {
            blocks++;
        }

        Assert.InRange(blocks, 2048 * 0.45, 2048 * 0.55);
    }

    [Fact]
    public void Fragmentation_holds_back_hardly_any_memory()
    {
        BuddyAllocator buddy = new(new Pfn(0), 4096 * MiB);

        buddy.Fragment(1.0, new SplitMix(3).Below);

        Assert.InRange(buddy.HeldBackFrames, 2048UL, 2048UL * 8);
        Assert.Equal(buddy.Frames, buddy.FreeFrames + buddy.HeldBackFrames);
    }

    private static ulong[] Take(Func<ulong, ulong>? below)
    {
        BuddyAllocator buddy = new(new Pfn(0), 1024);
        ulong[] frames = new ulong[512];
        foreach (ref ulong frame in frames.AsSpan())
        {
            buddy.TryAllocate(0, out Pfn head, below);
            frame = head.Value;
        }

        return frames;
    }

    private static int Descents(ulong[] frames) => frames.Zip(frames.Skip(1)).Count(pair => pair.First > pair.Second);
}
