using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A caller that owns its window: links and unlinks parts of it, and frees it.</summary>
public sealed class UnlinkTests : DomainFixture
{
    [Fact]
    [Trait("row", "D19")]
    public void A_part_is_unlinked_invalidated_and_then_answered()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Unlink(state, Page, Page, 0));
        IoPageTableProtocol.ClearEntries clear = AnswerClear();
        ExpectNoMsg(100);

        IommuDriverProtocol.Flush flush = AnswerFlush();

        ExpectMsg(new Unlinked(state, Errno.None));
        Assert.Equal((state + Page, Page), (clear.Start, clear.LengthBytes));
        Assert.Equal(state + Page, flush.Descriptors.Span[0].Start);
    }

    [Fact]
    [Trait("row", "D19")]
    public void What_was_unlinked_can_be_linked_again_and_the_whole_destroyed()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Unlink(state, 3 * Page, Page, 0));
        AnswerClear();
        AnswerFlush();
        ExpectMsg<Unlinked>();
        domain.Tell(LinkAll(state) with { Range = Ranges.OfPages(1), Offset = 3 * Page });
        Iova at = AnswerWrite(Page).Start;
        ExpectMsg(new Linked(state, 4 * Page, Errno.None));

        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        AnswerFlush();

        ExpectMsg(new Destroyed(state, Errno.None));
        Assert.Equal((state + (3 * Page), 0), (at, Iovas.LiveCount));
    }

    [Fact]
    public void An_unlink_is_strict_in_a_lazy_domain_too()
    {
        IActorRef domain = MakeOf(DomainType.Lazy);
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Unlink(state, 0, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        AnswerFlush();

        ExpectMsg(new Unlinked(state, Errno.None));
    }

    [Fact]
    public void A_window_in_which_all_was_unlinked_can_be_freed()
    {
        IActorRef domain = MakeOf(DomainType.Lazy);
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Unlink(state, 0, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        AnswerFlush();
        ExpectMsg<Unlinked>();

        domain.Tell(new Free(state, 0));

        ExpectMsg(new Freed(state, Errno.None));
        Assert.Equal(0, Iovas.LiveCount);
    }

    [Fact]
    public void An_unlink_whose_invalidation_fails_has_it_done_again()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Unlink(state, 0, 4 * Page, 0));
        AnswerClear();
        AnswerClear();

        AnswerFlush(Errno.EINVAL);
        ExpectNoMsg(100);
        AnswerFlush();

        ExpectMsg(new Unlinked(state, Errno.None));
    }

    [Fact]
    public void A_window_whose_unlink_was_not_invalidated_is_freed_after_an_invalidation()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Unlink(state, 0, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        for (int failure = 0; failure <= 256; failure++)
        {
            AnswerFlush(Errno.EINVAL);
        }

        ExpectMsg(new Unlinked(state, Errno.EINVAL));
        domain.Tell(new Free(state, 0));
        ExpectNoMsg(100);

        AnswerFlush();

        ExpectMsg(new Freed(state, Errno.None));
        Assert.Equal(0, Iovas.LiveCount);
    }

    [Fact]
    public void Tables_of_an_unlink_are_released_after_its_invalidation()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Unlink(state, 0, Page, 0));
        AnswerClear(new FreedTable(new Pfn(0x99), 1));
        Table.ExpectNoMsg(100);

        AnswerFlush();

        Table.ExpectMsg<IoPageTableProtocol.ReleaseTables>();
    }
}
