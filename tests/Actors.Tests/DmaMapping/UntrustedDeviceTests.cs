using static PhyrActors.Actors.DmaMappingProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Bounce slots behind a domain: what a device may not see whole granules of.</summary>
public sealed class UntrustedDeviceTests : DmaMappingFixture
{
    private static readonly DmaDevice s_device = new(1, ulong.MaxValue) { Ops = DmaOps.Iommu, IsUntrusted = true };
    private static readonly RangeCpu s_small = Ranges.OfBytes(new Phyr(new PhysAddr(0x5010), 0x20));

    [Fact]
    public void A_piece_of_a_granule_is_linked_as_its_slot_and_kept_by_the_kernel()
    {
        IActorRef dma = Make(s_device);

        dma.Tell(MapOf(s_small));
        BounceSlot slot = AnswerTake();
        IommuDomainProtocol.Link link = AnswerWindow(0x8000);

        Assert.Equal((slot.Phyr, -1L), (link.Range[0], link.Keeper));
        Assert.Equal(new DmaRange(new Iova(0x8000), 0x20), ExpectMsg<Mapped>().Plan[0]);
    }

    [Fact]
    public void Whole_granules_need_no_slot_even_of_an_untrusted_device()
    {
        Make(s_device).Tell(MapOf(s_range));
        AnswerWindow(0x8000);

        ExpectMsg<Mapped>();
        Swiotlb.ExpectNoMsg();
    }

    [Fact]
    public void The_slot_goes_back_after_its_window_is_destroyed()
    {
        (IActorRef dma, MapPlan plan) = Mapped();

        dma.Tell(UnmapOf(plan));
        Swiotlb.ExpectNoMsg();
        AnswerDestroy();
        AnswerRelease();

        ExpectMsg(new Unmapped(8, Errno.None));
    }

    [Fact]
    public void A_slot_that_a_device_may_still_reach_is_kept()
    {
        (IActorRef dma, MapPlan plan) = Mapped();

        dma.Tell(UnmapOf(plan));
        for (int attempt = 0; attempt <= DestroyRetriesMax; attempt++)
        {
            AnswerDestroy(Errno.ETIMEDOUT);
        }

        ExpectMsg(new Unmapped(8, Errno.ETIMEDOUT));
        Swiotlb.ExpectNoMsg();
    }

    [Fact]
    public void An_invalidation_that_failed_is_asked_for_again_before_the_slot_goes_back()
    {
        (IActorRef dma, MapPlan plan) = Mapped();

        dma.Tell(UnmapOf(plan));
        AnswerDestroy(Errno.ETIMEDOUT);
        Swiotlb.ExpectNoMsg();
        AnswerDestroy();
        AnswerRelease();

        ExpectMsg(new Unmapped(8, Errno.None));
    }

    [Fact]
    public void A_window_that_cannot_be_had_gives_the_slot_back()
    {
        IActorRef dma = Make(s_device);
        dma.Tell(MapOf(s_small));
        AnswerTake();

        IommuDomainProtocol.TryAlloc alloc = Domain.ExpectMsg<IommuDomainProtocol.TryAlloc>();
        Domain.Reply(new IommuDomainProtocol.AllocRefused(alloc.Request, Errno.ENOMEM));
        AnswerRelease();

        ExpectMsg(new MapRefused(7, DmaRefusal.NoAddress, Errno.ENOMEM));
    }

    [Fact]
    public void A_link_that_fails_is_destroyed_as_far_as_it_went()
    {
        IActorRef dma = Make(s_device);
        dma.Tell(MapOf(s_range));
        IommuDomainProtocol.TryAlloc alloc = Domain.ExpectMsg<IommuDomainProtocol.TryAlloc>();
        Domain.Reply(new IommuDomainProtocol.Allocated(alloc.Request, new Iova(0x8000)));
        Domain.ExpectMsg<IommuDomainProtocol.Link>();
        Domain.Reply(new IommuDomainProtocol.Linked(new Iova(0x8000), Page, Errno.EADDRINUSE));

        IommuDomainProtocol.Destroy destroy = Domain.ExpectMsg<IommuDomainProtocol.Destroy>();
        Domain.Reply(new IommuDomainProtocol.Destroyed(destroy.State, Errno.None));

        Assert.Equal(Page, destroy.MappedLengthBytes);
        ExpectMsg(new MapRefused(7, DmaRefusal.TableRefused, Errno.ENOMEM));
    }

    [Fact]
    public void With_mutation_M25_the_slot_goes_while_the_window_is_being_destroyed()
    {
        (IActorRef dma, MapPlan plan) = Mapped(Mutation.M25);

        dma.Tell(UnmapOf(plan));
        AnswerRelease();
        AnswerDestroy();

        ExpectMsg(new Unmapped(8, Errno.None));
    }

    [Fact]
    public void With_mutation_D5_the_slot_goes_before_the_window()
    {
        (IActorRef dma, MapPlan plan) = Mapped(Mutation.D5);

        dma.Tell(UnmapOf(plan));
        Domain.ExpectNoMsg();
        AnswerRelease();
        AnswerDestroy();

        ExpectMsg(new Unmapped(8, Errno.None));
    }

    private (IActorRef Dma, MapPlan Plan) Mapped(Mutation mutation = Mutation.None)
    {
        IActorRef dma = Make(s_device, surroundings: Around.With(mutation));
        dma.Tell(MapOf(s_small));
        AnswerTake();
        AnswerWindow(0x8000);
        return (dma, ExpectMsg<Mapped>().Plan);
    }
}
