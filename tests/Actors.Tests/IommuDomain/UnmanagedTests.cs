using static PhyrActors.Actors.UnmanagedProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A domain whose space its user lays out.</summary>
public sealed class UnmanagedTests : DomainFixture
{
    private static readonly Iova s_at = new(0x20_0000);

    [Fact]
    public void A_map_is_answered_after_its_entries_and_their_invalidation()
    {
        IActorRef domain = Make();
        domain.Tell(MapAll());

        AnswerWrite(LinkBatch * Page);
        AnswerWrite(LinkBatch * Page);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AnswerFlush();

        ExpectMsg(new Mapped(s_at, Errno.None));
    }

    [Fact]
    public void Where_a_unit_caches_no_absence_a_map_needs_no_invalidation()
    {
        IActorRef domain = Make(syncsMap: false);
        domain.Tell(MapAll());

        AnswerWrite(LinkBatch * Page);
        AnswerWrite(LinkBatch * Page);

        ExpectMsg(new Mapped(s_at, Errno.None));
        Driver.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_map_that_fails_halfway_is_unmapped_and_invalidated_before_its_answer()
    {
        IActorRef domain = Make();
        domain.Tell(MapAll());
        AnswerWrite(LinkBatch * Page);
        AnswerWrite(0, Errno.ENOMEM);

        Assert.Equal(LinkBatch * Page, AnswerClear().LengthBytes);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AnswerFlush();

        ExpectMsg(new Mapped(s_at, Errno.ENOMEM));
    }

    [Fact]
    public void A_map_that_the_unit_does_not_come_to_see_is_unmapped_before_its_answer_however_often_that_fails()
    {
        IActorRef domain = Make();
        domain.Tell(MapAll());
        AnswerWrite(LinkBatch * Page);
        AnswerWrite(LinkBatch * Page);
        AnswerFlush(Errno.EINVAL);

        Assert.Equal(2 * LinkBatch * Page, AnswerClear().LengthBytes);
        AnswerFlush(Errno.EINVAL);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AnswerFlush();

        ExpectMsg(new Mapped(s_at, Errno.EINVAL));
    }

    [Fact]
    public void An_unmap_is_answered_after_its_invalidation()
    {
        IActorRef domain = Make();
        domain.Tell(new Unmap(s_at, 4 * Page));
        AnswerClear();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        AnswerFlush();

        ExpectMsg(new Unmapped(s_at, 4 * Page, Errno.None));
    }

    [Fact]
    public void Fast_unmaps_gather_and_one_invalidation_covers_them_before_their_tables_go_back()
    {
        FreedTable freed = new(new Pfn(9), 1);
        IActorRef domain = Make();
        domain.Tell(new UnmapFast(s_at, Page));
        AnswerClear(freed);
        ExpectMsg<Unmapped>();
        domain.Tell(new UnmapFast(s_at + (2 * Page), Page));
        AnswerClear();
        ExpectMsg<Unmapped>();

        domain.Tell(new IotlbSync());

        Sys.EventStream.Subscribe(Events.Ref, typeof(InvalidationSubmitted));
        Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        Table.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Driver.Reply(new IommuDriverProtocol.Flushed(1, Errno.None));
        ExpectMsg(new Synced(Errno.None));
        Assert.Equal([freed], Table.ExpectMsg<IoPageTableProtocol.ReleaseTables>().Tables.ToArray());
    }

    [Fact]
    public void What_could_not_be_invalidated_is_in_the_next_sync_again()
    {
        IActorRef domain = Make();
        domain.Tell(new Unmap(s_at, Page));
        AnswerClear();
        AnswerFlush(Errno.EIO);
        ExpectMsg(new Unmapped(s_at, Page, Errno.EIO));

        domain.Tell(new IotlbSync());

        AnswerFlush();
        ExpectMsg(new Synced(Errno.None));
    }

    [Fact]
    public void A_sync_with_nothing_unmapped_is_done_at_once()
    {
        IActorRef domain = Make();

        domain.Tell(new IotlbSync());

        ExpectMsg(new Synced(Errno.None));
    }

    [Fact]
    public void A_step_that_ends_in_a_large_leaf_takes_all_of_it_and_the_next_begins_behind()
    {
        IActorRef domain = Make();
        ulong step = LinkBatch * PageSize.Size2MiB.Bytes;
        domain.Tell(new Unmap(s_at, 3 * step));
        IoPageTableProtocol.ClearEntries first = Table.ExpectMsg<IoPageTableProtocol.ClearEntries>();
        Table.Reply(new IoPageTableProtocol.EntriesCleared(s_at, 2 * step, default));

        IoPageTableProtocol.ClearEntries second = AnswerClear();

        Assert.Equal((step, s_at + (2 * step), step), (first.LengthBytes, second.Start, second.LengthBytes));
        AnswerFlush();
        ExpectMsg(new Unmapped(s_at, 3 * step, Errno.None));
    }

    [Fact]
    public void A_map_that_failed_and_can_never_be_forgotten_is_told_apart()
    {
        IActorRef domain = Make();
        domain.Tell(MapAll());
        AnswerWrite(LinkBatch * Page);
        AnswerWrite(0, Errno.ENOMEM);
        AnswerClear();

        for (int attempt = 0; attempt < 257; attempt++)
        {
            AnswerFlush(Errno.EIO);
        }

        ExpectMsg(new Mapped(s_at, Errno.ENOMEM) { MayBeCached = true });
    }

    [Fact]
    public void A_sync_waits_for_the_flush_that_anothers_sync_has_begun_and_ends_as_it_does()
    {
        TestProbe other = CreateTestProbe();
        IActorRef domain = Make();
        domain.Tell(new UnmapFast(s_at, Page));
        AnswerClear();
        ExpectMsg<Unmapped>();
        domain.Tell(new IotlbSync(), other.Ref);

        domain.Tell(new IotlbSync());

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AnswerFlush(Errno.EIO);
        other.ExpectMsg(new Synced(Errno.EIO));
        ExpectMsg(new Synced(Errno.EIO));
    }

    [Fact]
    public void A_sync_behind_one_that_failed_fails_too_although_its_own_ranges_are_gone()
    {
        TestProbe other = CreateTestProbe();
        IActorRef domain = Make();
        domain.Tell(new UnmapFast(s_at, Page));
        AnswerClear();
        ExpectMsg<Unmapped>();
        domain.Tell(new IotlbSync(), other.Ref);
        domain.Tell(new UnmapFast(s_at + (2 * Page), Page));
        AnswerClear();
        ExpectMsg<Unmapped>();
        domain.Tell(new IotlbSync());
        AnswerFlush(Errno.EIO);
        other.ExpectMsg(new Synced(Errno.EIO));

        AnswerFlush();

        ExpectMsg(new Synced(Errno.EIO));
        domain.Tell(new IotlbSync());
        AnswerFlush();
        ExpectMsg(new Synced(Errno.None));
    }

    private static Map MapAll() => new(s_at, s_range, 0, s_range.ChunkCount, 1, DmaDirection.Bidirectional);
}
