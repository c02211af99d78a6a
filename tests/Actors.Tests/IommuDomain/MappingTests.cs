using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Allocate, link, sync and destroy, and how each is refused.</summary>
public sealed class MappingTests : DomainFixture
{
    private static readonly FreedTable s_table = new(new Pfn(0x99), 1);

    [Fact]
    [Trait("row", "D14")]
    public void A_window_is_allocated_and_nothing_is_mapped()
    {
        IActorRef domain = Make();

        domain.Tell(new TryAlloc(5, 4 * Page, default, 0));

        Assert.Equal(5, ExpectMsg<Allocated>().Request);
        Assert.Equal(4 * Page, Iovas.LiveBytes);
        Table.ExpectNoMsg(100);
    }

    [Theory]
    [InlineData(0UL, Errno.EINVAL)]
    [InlineData(1UL << 31, Errno.ENOMEM)]
    [InlineData(1UL << 63, Errno.EINVAL)]
    [Trait("row", "D14")]
    public void A_window_that_cannot_be_had_is_refused(ulong lengthBytes, Errno errno)
    {
        IActorRef domain = Make();

        domain.Tell(new TryAlloc(5, lengthBytes, default, 0));

        ExpectMsg(new AllocRefused(5, errno));
        Assert.Equal(0, Iovas.LiveCount);
    }

    [Fact]
    [Trait("row", "D14")]
    public void When_no_iova_is_left_the_next_window_is_refused()
    {
        IActorRef domain = Make();
        Allocate(domain, 1UL << 29);

        domain.Tell(new TryAlloc(5, 1UL << 29, default, 0));

        ExpectMsg(new AllocRefused(5, Errno.ENOMEM));
    }

    [Fact]
    [Trait("row", "D15")]
    public void A_link_writes_entries_batch_by_batch_and_flushes_nothing()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(LinkAll(state));
        IoPageTableProtocol.WriteEntries first = AnswerWrite(2 * Page);
        IoPageTableProtocol.WriteEntries second = AnswerWrite(2 * Page);

        ExpectMsg(new Linked(state, 4 * Page, Errno.None));

        Assert.Equal((state, 0, 2), (first.Start, first.FirstChunk, first.Chunks));
        Assert.Equal((state + (2 * Page), 2, 2), (second.Start, second.FirstChunk, second.Chunks));
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void A_link_can_be_cut_anywhere()
    {
        IActorRef domain = Make(surroundings: Around.Choosing("link.cut", 1));
        Iova state = Allocate(domain);

        domain.Tell(LinkAll(state));

        Assert.Equal(1, Table.ExpectMsg<IoPageTableProtocol.WriteEntries>().Chunks);
    }

    [Fact]
    public void A_link_without_a_window_is_refused()
    {
        IActorRef domain = Make();

        domain.Tell(LinkAll(new Iova(0x5000)));

        ExpectMsg(new Linked(new Iova(0x5000), 0, Errno.EINVAL));
    }

    [Fact]
    public void A_link_longer_than_its_window_is_refused()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain, 2 * Page);

        domain.Tell(LinkAll(state));

        ExpectMsg(new Linked(state, 0, Errno.EINVAL));
    }

    [Fact]
    public void A_second_request_on_a_state_under_way_is_refused()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(LinkAll(state));

        domain.Tell(new Sync(state, 0, Page, 0));
        domain.Tell(new Destroy(state, 0, 0));

        Assert.Equal(Errno.EINVAL, ExpectMsg<Synced>().Errno);
        Assert.Equal(Errno.EINVAL, ExpectMsg<Destroyed>().Errno);
    }

    [Fact]
    public void A_second_link_is_refused_and_the_first_can_still_be_destroyed()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(LinkAll(state) with { Range = Ranges.OfPages(1) });
        AnswerWrite(0, Errno.EADDRINUSE);
        ExpectMsg(new Linked(state, 4 * Page, Errno.EADDRINUSE));

        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        AnswerFlush();

        ExpectMsg(new Destroyed(state, Errno.None));
    }

    [Fact]
    public void A_link_that_fails_tells_what_stays_linked_and_that_can_be_destroyed()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(LinkAll(state));
        AnswerWrite(2 * Page);
        AnswerWrite(0, Errno.ENOMEM);
        ExpectMsg(new Linked(state, 2 * Page, Errno.ENOMEM));

        domain.Tell(new Destroy(state, 2 * Page, 0));
        IoPageTableProtocol.ClearEntries clear = AnswerClear();
        AnswerFlush();

        ExpectMsg(new Destroyed(state, Errno.None));
        Assert.Equal((state, 2 * Page), (clear.Start, clear.LengthBytes));
    }

    [Fact]
    public void Tables_of_a_link_that_failed_are_released_only_after_an_invalidation_of_all_levels()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(LinkAll(state));
        AnswerWrite(0, Errno.EADDRINUSE, s_table);
        ExpectMsg<Linked>();
        domain.Tell(new Destroy(state, 0, 0));
        Table.ExpectNoMsg(100);

        IommuDriverProtocol.Flush flush = AnswerFlush();

        Table.ExpectMsg<IoPageTableProtocol.ReleaseTables>();
        Assert.Equal(InvalidationHint.AllLevels, flush.Descriptors.Span[0].Hint);
    }

    [Fact]
    public void A_window_that_begins_inside_a_page_is_linked_synced_and_destroyed()
    {
        IActorRef domain = Make();
        RangeCpu range = Ranges.OfBytes(new Phyr(new PhysAddr(0x5800), Page));
        Iova state = Allocate(domain, Page, hint: 0x800);
        domain.Tell(LinkAll(state) with { Range = range });
        IoPageTableProtocol.WriteEntries write = AnswerWrite(Page);
        ExpectMsg(new Linked(state, Page, Errno.None));
        domain.Tell(new Sync(state, 0, Page, 0));
        AnswerFlush();
        ExpectMsg(new Synced(state, Errno.None));
        domain.Tell(new Destroy(state, Page, 0));
        AnswerClear();
        IommuDriverProtocol.Flush flush = AnswerFlush();

        ExpectMsg(new Destroyed(state, Errno.None));

        Assert.Equal((0x800UL, state), (state.Value & 0xfff, write.Start));
        InvalidationDescriptor region = flush.Descriptors.Span[0];
        Assert.Equal((new Iova(state.Value & ~0xfffUL), 13), (region.Start, region.SizeLog2));
    }

    [Fact]
    public void A_range_whose_place_in_its_page_is_not_the_windows_is_refused()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);

        domain.Tell(LinkAll(state) with { Range = Ranges.OfBytes(new Phyr(new PhysAddr(0x5800), Page)) });

        ExpectMsg(new Linked(state, 0, Errno.EINVAL));
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(0UL, 5 * Page)]
    [InlineData(4 * Page, Page)]
    public void A_sync_outside_the_window_is_refused(ulong offset, ulong lengthBytes)
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Sync(state, offset, lengthBytes, 0));

        ExpectMsg(new Synced(state, Errno.EINVAL));
    }

    [Fact]
    [Trait("row", "D16")]
    public void A_request_of_many_links_is_synced_by_one_flush()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Sync(state, 0, 4 * Page, 0));
        AnswerFlush();

        ExpectMsg(new Synced(state, Errno.None));
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void Without_caching_mode_a_sync_flushes_nothing()
    {
        IActorRef domain = Make(syncsMap: false);
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Sync(state, 0, 4 * Page, 0));

        ExpectMsg(new Synced(state, Errno.None));
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void A_link_that_replaced_tables_is_flushed_though_there_is_no_caching_mode()
    {
        IActorRef domain = Make(syncsMap: false);
        Iova state = AllocateAndLink(domain, s_table);
        domain.Tell(new Sync(state, 0, 4 * Page, 0));

        IommuDriverProtocol.Flush flush = AnswerFlush();

        ExpectMsg(new Synced(state, Errno.None));
        Assert.Equal(InvalidationHint.AllLevels, flush.Descriptors.Span[0].Hint);
    }

    [Fact]
    public void A_sync_that_failed_is_told_and_undoes_nothing()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Sync(state, 0, 4 * Page, 0));

        AnswerFlush(Errno.ETIMEDOUT);

        ExpectMsg(new Synced(state, Errno.ETIMEDOUT));
        Table.ExpectNoMsg(100);
    }

    [Fact]
    public void Only_a_sync_that_returned_0_is_published()
    {
        Sys.EventStream.Subscribe(Events.Ref, typeof(RangeSynced));
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Sync(state, 0, 4 * Page, 0));
        AnswerFlush(Errno.ETIMEDOUT);
        domain.Tell(new Sync(state, Page, Page, 0));

        AnswerFlush();

        Events.ExpectMsg(new RangeSynced(1, state + Page, Page));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3 * Page)]
    [InlineData(5 * Page)]
    public void Destroying_other_than_what_is_linked_is_refused(ulong mappedLengthBytes)
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Destroy(state, mappedLengthBytes, 0));

        ExpectMsg(new Destroyed(state, Errno.EINVAL));
        Assert.Equal(1, Iovas.LiveCount);
    }

    [Fact]
    public void A_destroyed_window_cannot_be_destroyed_again()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(new Destroy(state, 0, 0));
        ExpectMsg(new Destroyed(state, Errno.None));

        domain.Tell(new Destroy(state, 0, 0));

        ExpectMsg(new Destroyed(state, Errno.EINVAL));
    }

    [Fact]
    public void A_window_in_which_nothing_was_linked_needs_no_flush()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);

        domain.Tell(new Destroy(state, 0, 0));

        ExpectMsg(new Destroyed(state, Errno.None));
        Assert.Equal(0, Iovas.LiveCount);
    }

    [Fact]
    public void Entries_go_first_then_the_flush_then_tables_and_the_window()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear(s_table);
        IommuDriverProtocol.Flush flush = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        Table.ExpectNoMsg(100);
        int liveBefore = Iovas.LiveCount;

        Driver.Reply(new IommuDriverProtocol.Flushed(flush.Batch, Errno.None));

        Assert.Equal([s_table], Table.ExpectMsg<IoPageTableProtocol.ReleaseTables>().Tables.ToArray());
        ExpectMsg(new Destroyed(state, Errno.None));
        Assert.Equal((1, 0), (liveBefore, Iovas.LiveCount));
    }

    [Fact]
    public void An_unlink_can_be_cut_anywhere()
    {
        IActorRef domain = Make(surroundings: Around.Choosing("unlink.cut", 1));
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Destroy(state, 4 * Page, 0));

        Assert.Equal(Page, AnswerClear().LengthBytes);
    }

    [Fact]
    public void A_window_whose_invalidation_failed_stays_taken_and_can_be_destroyed_again()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        AnswerFlush(Errno.ETIMEDOUT);
        ExpectMsg(new Destroyed(state, Errno.ETIMEDOUT));
        int liveAfterFailure = Iovas.LiveCount;

        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerFlush();

        ExpectMsg(new Destroyed(state, Errno.None));
        Assert.Equal((1, 0), (liveAfterFailure, Iovas.LiveCount));
        Table.ExpectNoMsg(100);
    }

    [Fact]
    public void M1_frees_the_window_without_a_flush()
    {
        IActorRef domain = Make(surroundings: Around.With(Mutation.M1));
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();

        ExpectMsg(new Destroyed(state, Errno.None));
        Driver.ExpectNoMsg(100);
    }
}
