using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Requests share an invalidation, and nobody is answered before the wait that covers it.</summary>
public sealed class BatchingTests : DomainFixture
{
    [Fact]
    public void Requests_that_come_before_the_domains_own_message_share_one_flush()
    {
        IActorRef domain = Make();
        (Iova one, Iova other) = (AllocateAndLink(domain), AllocateAndLink(domain));

        SyncAll(domain, one, other);

        Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void Nobody_is_answered_before_the_flush_is_done()
    {
        IActorRef domain = Make();
        SyncAll(domain, AllocateAndLink(domain), AllocateAndLink(domain));

        Driver.ExpectMsg<IommuDriverProtocol.Flush>();

        ExpectNoMsg(100);
    }

    [Fact]
    public void All_of_a_batch_are_answered_when_it_is_done()
    {
        IActorRef domain = Make();
        (Iova one, Iova other) = (AllocateAndLink(domain), AllocateAndLink(domain));
        SyncAll(domain, one, other);

        AnswerFlush();

        ExpectMsg(new Synced(one, Errno.None));
        ExpectMsg(new Synced(other, Errno.None));
    }

    [Fact]
    public void A_failure_is_told_to_all_of_a_batch()
    {
        IActorRef domain = Make(windowMilliseconds: 100);
        (Iova one, Iova other) = (AllocateAndLink(domain), AllocateAndLink(domain));
        domain.Tell(new Destroy(one, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        domain.Tell(new Sync(other, 0, 4 * Page, 0));

        AnswerFlush(Errno.ETIMEDOUT);

        ExpectMsg(new Destroyed(one, Errno.ETIMEDOUT));
        ExpectMsg(new Synced(other, Errno.ETIMEDOUT));
    }

    [Fact]
    public void While_a_flush_is_under_way_the_next_batch_gathers()
    {
        IActorRef domain = Make();
        (Iova one, Iova two, Iova three) =
            (AllocateAndLink(domain), AllocateAndLink(domain), AllocateAndLink(domain));
        SyncAll(domain, one);
        IommuDriverProtocol.Flush first = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        SyncAll(domain, two);
        Driver.ExpectNoMsg(100);
        SyncAll(domain, three);

        Driver.Send(domain, new IommuDriverProtocol.Flushed(first.Batch, Errno.None));

        ExpectMsg(new Synced(one, Errno.None));
        AnswerFlush();
        ExpectMsg(new Synced(two, Errno.None));
        ExpectMsg(new Synced(three, Errno.None));
    }

    [Fact]
    public void A_range_that_comes_after_the_submit_is_not_covered_by_it()
    {
        Sys.EventStream.Subscribe(Events.Ref, typeof(InvalidationCompleted));
        IActorRef domain = Make();
        (Iova one, Iova two) = (AllocateAndLink(domain), AllocateAndLink(domain));
        SyncAll(domain, one);
        IommuDriverProtocol.Flush first = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        SyncAll(domain, two);

        Driver.Reply(new IommuDriverProtocol.Flushed(first.Batch, Errno.None));

        FlushRange range = Assert.Single(Events.ExpectMsg<InvalidationCompleted>().Ranges.ToArray());
        Assert.Equal(one, range.Range.Start);
    }

    [Fact]
    public void A_window_keeps_the_batch_open()
    {
        IActorRef domain = Make(windowMilliseconds: 500);
        SyncAll(domain, AllocateAndLink(domain));
        Driver.ExpectNoMsg(200);

        AnswerFlush();

        ExpectMsg<Synced>();
    }

    [Fact]
    public void A_full_batch_closes_before_its_window()
    {
        IActorRef domain = Make(batchMax: 2, windowMilliseconds: 500);
        SyncAll(domain, AllocateAndLink(domain), AllocateAndLink(domain));

        Driver.ExpectMsg<IommuDriverProtocol.Flush>(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_batch_of_at_most_one_does_not_wait_for_a_window()
    {
        IActorRef domain = Make(batchMax: 1, windowMilliseconds: 500);
        SyncAll(domain, AllocateAndLink(domain));

        Driver.ExpectMsg<IommuDriverProtocol.Flush>(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void The_window_of_a_batch_that_closed_early_does_not_close_the_next()
    {
        IActorRef domain = Make(batchMax: 2, windowMilliseconds: 500);
        SyncAll(domain, AllocateAndLink(domain), AllocateAndLink(domain));
        AnswerFlush();
        ReceiveN(2);
        Driver.ExpectNoMsg(400);
        SyncAll(domain, AllocateAndLink(domain));

        Driver.ExpectNoMsg(300);

        AnswerFlush();
    }

    [Fact]
    public void A_flush_goes_to_all_levels_if_any_of_its_requests_freed_a_table()
    {
        IActorRef domain = Make();
        Iova one = AllocateAndLink(domain, new FreedTable(new Pfn(0x99), 1));
        Iova other = AllocateAndLink(domain);

        SyncAll(domain, one, other);

        IommuDriverProtocol.Flush flush = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        Assert.All(flush.Descriptors.ToArray(), d => Assert.Equal(InvalidationHint.AllLevels, d.Hint));
    }

    [Fact]
    public void Requests_are_not_deferred_by_a_flush_under_way()
    {
        IActorRef domain = Make();
        SyncAll(domain, AllocateAndLink(domain));
        Driver.ExpectMsg<IommuDriverProtocol.Flush>();

        Iova state = AllocateAndLink(domain);

        Assert.NotEqual(default, state);
    }

    private static void SyncAll(IActorRef domain, params ReadOnlySpan<Iova> states)
    {
        foreach (Iova state in states)
        {
            domain.Tell(new Sync(state, 0, 4 * Page, 0));
        }
    }
}
