using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class IovaTreeTests
{
    private const ulong Last32 = (1UL << 20) - 1;
    private const ulong Last48 = (1UL << 36) - 1;

    [Fact]
    public void Every_answer_is_the_one_of_a_walk_from_entry_to_entry_in_a_small_space() =>
        Prop.ForAll(OperationDraws.Sequences(300), static operations => AgreesWithWalk(operations, 16, 16, 400))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_answer_is_the_one_of_a_walk_from_entry_to_entry_across_4_GiB() =>
        Prop.ForAll(
            OperationDraws.Sequences(300),
            static operations => AgreesWithWalk(operations, Last32 - 100, Last32 - 100, 300))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_first_request_gets_the_highest_aligned_place_below_its_limit()
    {
        IovaTree tree = new(1);

        tree.TryAllocate(3, Last32, isAligned: true, out ulong first);

        Assert.Equal(Last32 - 3, first);
    }

    [Fact]
    public void A_search_goes_on_below_where_the_last_one_ended_though_there_is_room_above()
    {
        IovaTree tree = new(1);
        tree.TryAllocate(1, Last48, isAligned: true, out ulong top);
        tree.TryAllocate(512, Last48, isAligned: true, out ulong large);

        tree.TryAllocate(1, Last48, isAligned: true, out ulong next);

        Assert.Equal((Last48, Last48 - 1023, Last48 - 1024), (top, large, next));
    }

    [Fact]
    public void A_size_that_failed_below_4_GiB_is_refused_unseen_until_something_there_is_freed()
    {
        IovaTree tree = new(1);
        tree.TryAllocate(4, 7, isAligned: true, out ulong only);
        bool aligned = tree.TryAllocate(4, 7, isAligned: true, out _);

        bool wider = tree.TryAllocate(4, 1000, isAligned: true, out _);
        tree.Free(only);
        bool afterFree = tree.TryAllocate(4, 1000, isAligned: true, out _);

        Assert.Equal((false, false, true), (aligned, wider, afterFree));
    }

    [Fact]
    public void A_free_anywhere_in_an_entry_frees_all_of_it()
    {
        IovaTree tree = new(1);
        tree.TryAllocate(8, Last32, isAligned: true, out ulong first);

        bool isFreed = tree.Free(first + 5);

        Assert.Equal((true, 0), (isFreed, tree.Count));
    }

    [Fact]
    public void A_free_where_nothing_is_does_nothing()
    {
        IovaTree tree = new(1);

        bool isFreed = tree.Free(77);

        Assert.False(isFreed);
    }

    [Fact]
    public void A_reserved_range_grows_the_entries_it_meets_and_adds_what_lies_above_them()
    {
        IovaTree tree = new(1);
        tree.Reserve(20, 29);
        tree.Reserve(40, 49);

        IovaEntry upper = tree.Reserve(10, 60);

        Assert.Equal((new IovaEntry(50, 60), 3), (upper, tree.Count));
        Assert.Equal(new IovaEntry(10, 29), Holding(tree, 10));
        Assert.Equal(new IovaEntry(30, 49), Holding(tree, 30));
    }

    [Fact]
    public void A_space_that_would_hand_out_address_zero_cannot_be_made() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => new IovaTree(0));

    private static IovaEntry Holding(IovaTree tree, ulong pfn)
    {
        tree.TryFind(pfn, out IovaEntry entry);
        return entry;
    }

    private static bool AgreesWithWalk(int[] operations, ulong startPfn, ulong limitLow, ulong limits)
    {
        IovaTree tree = new(startPfn);
        WalkedIovaTree twin = new(startPfn);
        List<ulong> live = [];
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            if (draws.Below(5) < 3)
            {
                ulong granules = 1 + (ulong)draws.Below(draws.Below(4) == 0 ? 60 : 9);
                bool isAligned = draws.Below(3) > 0;
                ulong limit = draws.Below(2) == 0
                    ? limitLow + limits
                    : limitLow + (ulong)draws.Below((int)limits);
                bool found = tree.TryAllocate(granules, limit, isAligned, out ulong first);
                Assert.Equal(twin.Allocate(granules, limit, isAligned), found ? first : null);
                if (found)
                {
                    live.Add(first);
                }
            }
            else if (live.Count > 0)
            {
                int index = draws.Below(live.Count);
                Assert.Equal(twin.Free(live[index]), tree.Free(live[index]));
                live.RemoveAt(index);
            }
        }

        Assert.Equal(twin.Entries, EntriesOf(tree));
        return true;
    }

    private static IEnumerable<IovaEntry> EntriesOf(IovaTree tree)
    {
        for (ulong from = 0; tree.TryFindAtOrAbove(from, out IovaEntry entry); from = entry.Last + 1)
        {
            yield return entry;
        }
    }
}
