using static PhyrActors.Actors.DmaEngineProtocol;
using static PhyrActors.Actors.IommuDomainProtocol;
using static PhyrActors.Actors.MmuNotifierProtocol;
using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Regions on demand: faults, invalidations, and the end.</summary>
[Trait("row", "U6")]
public sealed class HmmOdpTests : HmmOdpFixture
{
    [Fact]
    [Trait("row", "D19")]
    public void Pages_are_linked_one_by_one_inside_the_regions_one_window()
    {
        IActorRef driver = MakeLive();

        LookUp(driver, 1, 2);

        Assert.Equal([1 * Page, 2 * Page], [AnswerMap(), AnswerMap()]);
        Engine.ExpectMsg(new WritePages(Region, Page, 2 * Page, Present: true));
        Domain.ExpectNoMsg(50);
    }

    [Fact]
    public void The_operation_goes_on_when_the_device_has_the_pages()
    {
        IActorRef driver = MakeLive();
        LookUp(driver, 0, 1);
        AnswerMap();
        Engine.ExpectMsg<WritePages>();
        Engine.ExpectNoMsg(50);

        Engine.Send(driver, new PagesWritten(Region, Present: true));

        Engine.ExpectMsg(new ResumeFault(7));
    }

    [Fact]
    public void What_was_looked_up_before_an_invalidation_is_looked_up_again()
    {
        IActorRef driver = MakeLive();
        Engine.Send(driver, new PageFault(7, Region, 0, Page));
        Space.ExpectMsg(new ReadBegin(1, 1));
        Space.Reply(new ReadBegun(1, 1));
        Space.ExpectMsg<RangeFault>();

        Space.Send(driver, Invalidating(0, 1));
        Space.ExpectMsg(new Invalidated(5, Done: true));
        Space.Send(driver, new RangeFaulted(1, new[] { SmallProcess.Entry(0, s_frame) }, Errno.None));

        Space.ExpectMsg(new ReadBegin(1, 3));
        Domain.ExpectNoMsg(50);
    }

    [Fact]
    public void An_invalidation_waits_for_the_mapping_under_way()
    {
        IActorRef driver = MakeLive();
        LookUp(driver, 0, 1);
        Domain.ExpectMsg<Link>();

        Invalidate(driver, 0, 1);

        Space.ExpectNoMsg(50);
        Engine.ExpectNoMsg(50);
    }

    [Fact]
    public void An_invalidation_returns_after_the_device_the_domain_and_the_dirty_mark()
    {
        IActorRef driver = MakeMapped(2);

        Invalidate(driver, 0, 2);
        AnswerPages(present: false);
        AnswerUnlink(0);
        AnswerUnlink(1);
        Space.ExpectNoMsg(50);
        Pfn[] dirty = AnswerDirty();

        Space.ExpectMsg(new Invalidated(5, Done: true));
        Assert.Equal([s_frame, s_frame + 1], dirty);
    }

    [Fact]
    public void Nothing_is_unlinked_before_the_hardware_has_finished()
    {
        IActorRef driver = MakeMapped(1);

        Invalidate(driver, 0, 1);

        Engine.ExpectMsg(new WritePages(Region, 0, Page, Present: false));
        Domain.ExpectNoMsg(50);
        Space.ExpectNoMsg(50);
    }

    [Fact]
    [Trait("row", "D19")]
    public void Only_pages_of_the_range_go_and_their_place_is_used_again()
    {
        IActorRef driver = MakeMapped(3);
        Invalidate(driver, 1, 1);
        AnswerPages(present: false);
        AnswerUnlink(1);
        AnswerDirty();
        Space.ExpectMsg(new Invalidated(5, Done: true));

        LookUp(driver, 0, 3, sequence: 3);

        Assert.Equal(Page, AnswerMap());
        Engine.ExpectMsg(new WritePages(Region, 0, 3 * Page, Present: true));
    }

    [Fact]
    public void An_invalidation_that_may_not_block_is_refused_and_changes_nothing()
    {
        IActorRef driver = MakeMapped(1);

        Invalidate(driver, 0, 1, mayBlock: false);

        Space.ExpectMsg(new Invalidated(5, Done: false));
        Engine.ExpectNoMsg(50);
        Engine.Send(driver, new PageFault(8, Region, Page, Page));
        Assert.Equal(1, Space.ExpectMsg<ReadBegin>().Sequence);
    }

    [Fact]
    public void A_fault_that_finds_nothing_ends_its_operation()
    {
        IActorRef driver = MakeLive();
        Engine.Send(driver, new PageFault(7, Region, 0, Page));
        Space.ExpectMsg<ReadBegin>();
        Space.Reply(new ReadBegun(1, 1));
        Space.ExpectMsg<RangeFault>();

        Space.Reply(new RangeFaulted(1, default, Errno.EFAULT));

        Engine.ExpectMsg(new ResumeFault(7, Errno.EFAULT));
    }

    [Fact]
    public void A_page_whose_sync_fails_is_unlinked_again()
    {
        IActorRef driver = MakeLive();
        LookUp(driver, 0, 1);
        Domain.ExpectMsg<Link>();
        Domain.Reply(new Linked(s_state, Page, Errno.None));
        Domain.ExpectMsg<Sync>();

        Domain.Reply(new Synced(s_state, Errno.ENOMEM));
        AnswerUnlink(0);
        AnswerDirty();

        Engine.ExpectMsg(new ResumeFault(7, Errno.ENOMEM));
    }

    [Fact]
    public void A_region_ends_with_the_hardware_first_and_the_window_last()
    {
        IActorRef driver = MakeMapped(1);

        driver.Tell(new Deregister(Region));
        Engine.ExpectMsg(new DestroyKey(Region));
        Domain.ExpectNoMsg(50);
        Engine.Reply(new KeyDestroyed(Region));
        AnswerUnlink(0);
        AnswerDirty();
        Space.ExpectMsg(new Remove(Notifier));
        Domain.ExpectNoMsg(50);
        Space.Reply(new Removed(Notifier));
        Domain.ExpectMsg(new Free(s_state, 0));
        Domain.Reply(new Freed(s_state, Errno.None));

        ExpectMsg(new Deregistered(Region));
    }

    [Fact]
    public void An_invalidation_is_answered_until_the_notifier_is_removed()
    {
        IActorRef driver = MakeLive();
        driver.Tell(new Deregister(Region));
        Engine.ExpectMsg<DestroyKey>();
        Engine.Reply(new KeyDestroyed(Region));
        Space.ExpectMsg<Remove>();

        Invalidate(driver, 0, 1);

        Space.ExpectMsg(new Invalidated(5, Done: true));
    }

    [Fact]
    public void The_device_is_stopped_when_the_faults_under_way_have_ended()
    {
        IActorRef driver = MakeLive();
        LookUp(driver, 0, 1);
        driver.Tell(new Deregister(Region));
        Engine.ExpectNoMsg(50);

        AnswerMap();
        AnswerPages(present: true);

        Engine.ExpectMsg(new ResumeFault(7));
        Engine.ExpectMsg(new DestroyKey(Region));
    }

    [Fact]
    public void A_fault_in_a_region_that_goes_ends_its_operation()
    {
        IActorRef driver = MakeLive();
        driver.Tell(new Deregister(Region));
        Engine.ExpectMsg<DestroyKey>();

        Engine.Send(driver, new PageFault(7, Region, 0, Page));

        Engine.ExpectMsg(new ResumeFault(7, Errno.EFAULT));
    }
}
