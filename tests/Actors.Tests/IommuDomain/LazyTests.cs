using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The flush queue: who waits, what is released when.</summary>
public sealed class LazyTests : DomainFixture
{
    [Fact]
    public void A_destroy_is_answered_at_once_and_the_window_stays_taken()
    {
        IActorRef domain = MakeOf(DomainType.Lazy);

        Destroy(domain, AllocateAndLink(domain));

        Driver.ExpectNoMsg(100);
        Assert.Equal(1, Iovas.LiveCount);
    }

    [Fact]
    public void The_timer_flushes_the_domain_and_then_frees_what_was_queued()
    {
        IActorRef domain = MakeOf(DomainType.Lazy, timeoutMilliseconds: 50);
        Sys.EventStream.Subscribe(Events.Ref, typeof(IovaFreed));
        Destroy(domain, AllocateAndLink(domain));
        Destroy(domain, AllocateAndLink(domain));

        IommuDriverProtocol.Flush flush = AnswerFlush();

        Events.ExpectMsg<IovaFreed>();
        Events.ExpectMsg<IovaFreed>();
        Assert.Equal(InvalidationKind.IotlbDomain, flush.Descriptors.Span[0].Kind);
        Assert.Equal(0, Iovas.LiveCount);
    }

    [Fact]
    public void Tables_are_released_with_their_window()
    {
        IActorRef domain = MakeOf(DomainType.Lazy, timeoutMilliseconds: 50);
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear(new FreedTable(new Pfn(0x99), 1));
        ExpectMsg<Destroyed>();
        IommuDriverProtocol.Flush flush = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        Table.ExpectNoMsg(100);

        Driver.Reply(new IommuDriverProtocol.Flushed(flush.Batch, Errno.None));

        Table.ExpectMsg<IoPageTableProtocol.ReleaseTables>();
    }

    [Fact]
    public void A_full_queue_is_flushed_and_its_caller_waits()
    {
        IActorRef domain = MakeOf(DomainType.Lazy, queueSize: 2);
        Destroy(domain, AllocateAndLink(domain));
        Iova second = AllocateAndLink(domain);
        domain.Tell(new Destroy(second, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        ExpectNoMsg(100);

        AnswerFlush();

        ExpectMsg(new Destroyed(second, Errno.None));
        Assert.Equal(1, Iovas.LiveCount);
    }

    [Fact]
    public void A_flush_that_fails_frees_nothing_and_is_tried_again()
    {
        IActorRef domain = MakeOf(DomainType.Lazy, timeoutMilliseconds: 50);
        Sys.EventStream.Subscribe(Events.Ref, typeof(IovaFreed));
        Destroy(domain, AllocateAndLink(domain));
        AnswerFlush(Errno.EINVAL);
        int liveAfterFailure = Iovas.LiveCount;

        AnswerFlush();

        Events.ExpectMsg<IovaFreed>();
        Assert.Equal((1, 0), (liveAfterFailure, Iovas.LiveCount));
    }

    [Fact]
    public void A_strict_domain_can_become_lazy_while_it_is_used()
    {
        IActorRef domain = MakeOf(DomainType.Strict);
        Iova state = AllocateAndLink(domain);

        domain.Tell(new SetType(DomainType.Lazy));

        ExpectMsg(new TypeSet(Errno.None));
        Destroy(domain, state);
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void An_unmap_under_way_when_the_domain_becomes_lazy_is_queued_if_it_has_not_come_to_that()
    {
        IActorRef domain = MakeOf(DomainType.Strict);
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();

        domain.Tell(new SetType(DomainType.Lazy));
        ExpectMsg(new TypeSet(Errno.None));
        AnswerClear();

        ExpectMsg(new Destroyed(state, Errno.None));
        Driver.ExpectNoMsg(100);
    }

    [Theory]
    [InlineData(DomainType.Strict)]
    [InlineData(DomainType.Passthrough)]
    public void Any_other_change_of_a_domain_that_is_used_is_refused(DomainType type)
    {
        IActorRef domain = MakeOf(DomainType.Lazy);
        Allocate(domain);

        domain.Tell(new SetType(type));

        ExpectMsg(new TypeSet(Errno.EBUSY));
    }

    [Fact]
    public void M3_frees_before_any_flush()
    {
        IActorRef domain = MakeOf(DomainType.Lazy, surroundings: Around.With(Mutation.M3));
        Destroy(domain, AllocateAndLink(domain));

        Destroy(domain, AllocateAndLink(domain));

        Driver.ExpectNoMsg(100);
        Assert.Equal(1, Iovas.LiveCount);
    }

    private void Destroy(IActorRef domain, Iova state)
    {
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        ExpectMsg(new Destroyed(state, Errno.None));
    }
}
