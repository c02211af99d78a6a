using static PhyrActors.Actors.VfioType1Protocol;

namespace PhyrActors.Actors.Tests;

public sealed class VfioUnmapTests : VfioFixture
{
    [Fact]
    [Trait("row", "U4")]
    public void The_other_domains_go_first_and_pins_last_after_one_sync_for_all_runs()
    {
        IActorRef vfio = MakeMapped(3);
        vfio.Tell(Unmapping(3));

        First.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(3 * Page, AnswerUnmap(Second).LengthBytes);
        Iova[] runs = [.. Enumerable.Range(0, 3).Select(_ => AnswerUnmapFast(First).Start)];
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AnswerSync(First);
        int[] chunks = [.. Enumerable.Range(0, 3).Select(_ => AnswerUnpin().FirstChunk)];

        ExpectMsg(new Unmapped(2, 3 * Page, Errno.None));
        Assert.Equal([s_iova, s_iova + Page, s_iova + (2 * Page)], runs);
        Assert.Equal([0, 1, 2], chunks);
        Assert.Equal(0UL, Account.PinnedPages);
    }

    [Fact]
    public void So_many_regions_share_a_sync_and_no_more()
    {
        IActorRef vfio = MakeMapped(3, regionsMax: 2);
        vfio.Tell(Unmapping(3));
        AnswerUnmap(Second);

        AnswerUnmapRuns(2);
        AnswerUnpin();
        AnswerUnpin();
        AnswerUnmapRuns(1);
        AnswerUnpin();

        ExpectMsg(new Unmapped(2, 3 * Page, Errno.None));
    }

    [Fact]
    public void Regions_that_fill_the_last_sync_need_no_other()
    {
        IActorRef vfio = MakeMapped(2, regionsMax: 2);
        vfio.Tell(Unmapping(2));
        AnswerUnmap(Second);
        AnswerUnmapRuns(2);

        AnswerUnpin();
        AnswerUnpin();

        ExpectMsg(new Unmapped(2, 2 * Page, Errno.None));
        Assert.Equal(0UL, Account.PinnedPages);
    }

    [Fact]
    public void Pins_wait_until_a_sync_that_failed_has_succeeded()
    {
        IActorRef vfio = MakeMapped(1);
        vfio.Tell(Unmapping(1));
        AnswerUnmap(Second, Errno.EIO);
        AnswerSync(Second);
        AnswerUnmapFast(First);

        AnswerSync(First, Errno.EIO);
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AnswerSync(First);

        AnswerUnpin();
        ExpectMsg(new Unmapped(2, Page, Errno.None));
    }

    [Theory]
    [InlineData(0UL, 1UL)]
    [InlineData(1UL, 1UL)]
    [InlineData(1UL, 3UL)]
    public void An_unmap_that_would_cut_a_mapping_is_refused(ulong atPage, ulong pages)
    {
        IActorRef vfio = MakeMapped(2);

        vfio.Tell(Unmapping(pages, atPage: atPage));

        ExpectMsg(new Unmapped(2, 0, Errno.EINVAL));
        Assert.Equal(2UL, Account.PinnedPages);
    }

    [Fact]
    public void An_unmap_takes_all_mappings_of_a_part_in_order_and_holes_with_them()
    {
        IActorRef vfio = Make();
        MapAll(vfio, Ranges.OfPages(1), runs: 1, atPage: 4);
        MapAll(vfio, Ranges.OfPages(1), runs: 1);
        vfio.Tell(Unmapping(16));

        foreach (ulong page in new ulong[] { 0, 4 })
        {
            Assert.Equal(s_iova + (page * Page), AnswerUnmap(Second).Start);
            AnswerUnmapRuns(1);
            AnswerUnpin();
        }

        ExpectMsg(new Unmapped(2, 2 * Page, Errno.None));
    }

    [Fact]
    public void An_unmap_of_nothing_is_done_at_once()
    {
        IActorRef vfio = Make();

        vfio.Tell(Unmapping(1));

        ExpectMsg(new Unmapped(2, 0, Errno.None));
    }

    [Fact]
    public void What_devices_may_only_read_goes_back_clean()
    {
        IActorRef vfio = Make();
        vfio.Tell(Mapping(1) with { Direction = DmaDirection.ToDevice });
        FollFlags flags = AnswerPin(Ranges.OfPages(1)).Flags;
        AnswerMap(First);
        AnswerMap(Second);
        ExpectMsg(new Mapped(1, Errno.None));

        vfio.Tell(Unmapping(1));
        AnswerUnmap(Second);
        AnswerUnmapRuns(1);

        Assert.False(AnswerUnpin().Dirty);
        Assert.Equal(FollFlags.Longterm, flags);
    }
}
