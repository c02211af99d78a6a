using static PhyrActors.Actors.IoPageTableProtocol;
using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The invalidation queue: caches, walks under way, and what a wait covers.</summary>
public sealed class InvalidationTests : IommuFixture
{
    private static readonly InvalidationDescriptor s_wait = InvalidationDescriptor.WaitFor(5);

    private readonly TestProbe _events;

    public InvalidationTests() => _events = CreateTestProbe();

    [Fact]
    public void A_page_that_was_invalidated_is_walked_for_again()
    {
        IActorRef iommu = Make();
        iommu.Tell(new Landed(Translate(iommu)));
        Submit(iommu, Forget(InvalidationHint.LeafOnly), s_wait);
        Driver.ExpectMsg<StatusWritten>();

        iommu.Tell(Access(request: 2));

        Assert.Equal(IoLevel.Leaf, Table.ExpectMsg<ReadEntry>().Level);
    }

    [Fact]
    public void An_invalidation_of_all_levels_makes_the_walk_begin_at_the_root()
    {
        IActorRef iommu = Make();
        iommu.Tell(new Landed(Translate(iommu)));
        Submit(iommu, Forget(InvalidationHint.AllLevels), s_wait);
        Driver.ExpectMsg<StatusWritten>();

        iommu.Tell(Access(request: 2));

        Assert.Equal(IoLevel.Root, Table.ExpectMsg<ReadEntry>().Level);
    }

    [Fact]
    public void An_invalidation_of_the_whole_domain_makes_the_walk_begin_at_the_root()
    {
        IActorRef iommu = Make();
        iommu.Tell(new Landed(Translate(iommu)));
        Submit(iommu, InvalidationDescriptor.WholeDomain(Domain), s_wait);
        Driver.ExpectMsg<StatusWritten>();

        iommu.Tell(Access(request: 2));

        Assert.Equal(IoLevel.Root, Table.ExpectMsg<ReadEntry>().Level);
    }

    [Fact]
    public void An_invalidation_of_another_domain_leaves_the_page_alone()
    {
        IActorRef iommu = Make();
        iommu.Tell(new Landed(Translate(iommu)));
        Submit(iommu, Forget(InvalidationHint.AllLevels, domain: 2), s_wait);
        Driver.ExpectMsg<StatusWritten>();

        iommu.Tell(Access(request: 2));

        ExpectMsg<Translated>();
    }

    [Fact]
    public void A_walk_begun_before_an_invalidation_does_not_fill_and_begins_anew()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access());
        ReadEntry old = Table.ExpectMsg<ReadEntry>();
        Submit(iommu, Forget(InvalidationHint.AllLevels), s_wait);
        Driver.ExpectMsg<StatusWritten>();

        Table.Reply(new EntryRead(old.Walk, IoEntry.Map(default, IoProt.Write, PageSize.Size1GiB)));

        Assert.Equal(IoLevel.Root, Table.ExpectMsg<ReadEntry>().Level);
        ExpectNoMsg(100);
    }

    [Fact]
    public void An_invalidation_of_another_domain_leaves_a_walk_alone()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access());
        ReadEntry read = Table.ExpectMsg<ReadEntry>();
        Submit(iommu, Forget(InvalidationHint.AllLevels, domain: 2), s_wait);
        Driver.ExpectMsg<StatusWritten>();

        Table.Reply(new EntryRead(read.Walk, IoEntry.Map(default, IoProt.Write, PageSize.Size1GiB)));

        ExpectMsg<Translated>();
    }

    [Fact]
    public void A_wait_is_done_when_what_was_translated_before_it_has_landed()
    {
        IActorRef iommu = Make();
        long stamp = Translate(iommu);
        Submit(iommu, Forget(InvalidationHint.LeafOnly), s_wait);
        Driver.ExpectNoMsg(100);

        iommu.Tell(new Landed(stamp));

        Driver.ExpectMsg(new StatusWritten(5));
    }

    [Fact]
    public void A_wait_does_not_wait_for_what_was_translated_after_it()
    {
        IActorRef iommu = Make();
        long before = Translate(iommu);
        Submit(iommu, s_wait);
        Driver.ExpectNoMsg(100);
        iommu.Tell(Access(request: 2));
        ExpectMsg<Translated>();

        iommu.Tell(new Landed(before));

        Driver.ExpectMsg(new StatusWritten(5));
    }

    [Fact]
    public void A_wait_waits_for_every_piece()
    {
        IActorRef iommu = Make();
        long stamp = Translate(iommu);
        iommu.Tell(Access(request: 2));
        ExpectMsg<Translated>();
        Submit(iommu, s_wait);
        iommu.Tell(new Landed(stamp));
        Driver.ExpectNoMsg(100);

        iommu.Tell(new Landed(stamp));

        Driver.ExpectMsg(new StatusWritten(5));
    }

    [Fact]
    public void Translations_are_not_deferred_while_a_wait_holds_the_queue()
    {
        IActorRef iommu = Make();
        Translate(iommu);
        Submit(iommu, s_wait);
        Driver.ExpectNoMsg(100);

        iommu.Tell(Access(request: 2));

        ExpectMsg<Translated>();
    }

    [Fact]
    public void Descriptors_behind_a_wait_are_executed_while_it_is_pending()
    {
        IActorRef iommu = Make();
        Sys.EventStream.Subscribe(_events.Ref, typeof(InvalidationExecuted));
        Translate(iommu);

        Submit(iommu, s_wait, Forget(InvalidationHint.LeafOnly));

        _events.ExpectMsg<InvalidationExecuted>();
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void A_wait_does_not_wait_for_accesses_of_domains_that_nothing_before_it_invalidates()
    {
        IActorRef iommu = Make();
        Translate(iommu);

        Submit(iommu, Forget(InvalidationHint.LeafOnly, domain: 2), s_wait);

        Driver.ExpectMsg(new StatusWritten(5));
    }

    [Fact]
    public void Waits_are_done_in_their_order()
    {
        IActorRef iommu = Make();
        long stamp = Translate(iommu);
        Submit(iommu, s_wait);
        Submit(iommu, InvalidationDescriptor.WaitFor(6));

        iommu.Tell(new Landed(stamp));

        Driver.ExpectMsg(new StatusWritten(5));
        Driver.ExpectMsg(new StatusWritten(6));
    }

    [Fact]
    public void A_unit_without_drain_does_not_wait_for_accesses()
    {
        IActorRef iommu = Make(drains: false);
        Translate(iommu);

        Submit(iommu, s_wait);

        Driver.ExpectMsg(new StatusWritten(5));
    }

    [Fact]
    public void M30_lets_a_walk_begun_before_an_invalidation_fill_the_cache()
    {
        IActorRef iommu = Make(surroundings: Around.With(Mutation.M30));
        iommu.Tell(Access());
        ReadEntry old = Table.ExpectMsg<ReadEntry>();
        Submit(iommu, Forget(InvalidationHint.AllLevels), s_wait);
        Driver.ExpectMsg<StatusWritten>();

        Table.Reply(new EntryRead(old.Walk, IoEntry.Map(default, IoProt.Write, PageSize.Size1GiB)));

        ExpectMsg<Translated>();
    }

    [Fact]
    public void M29_does_not_wait_for_accesses()
    {
        IActorRef iommu = Make(surroundings: Around.With(Mutation.M29));
        Translate(iommu);

        Submit(iommu, s_wait);

        Driver.ExpectMsg(new StatusWritten(5));
    }
}
