using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Caching mode, passthrough, and context entries that change.</summary>
public sealed class NotPresentTests : IommuFixture
{
    [Fact]
    public void With_caching_mode_a_page_without_an_entry_faults_again_without_a_walk()
    {
        IActorRef iommu = Make(cachesNotPresent: true);
        iommu.Tell(Access());
        WalkToNothing();
        ExpectMsg(new Faulted(1));

        iommu.Tell(Access(request: 2));

        ExpectMsg(new Faulted(2));
        Table.ExpectNoMsg(100);
    }

    [Fact]
    public void With_caching_mode_an_entry_that_is_new_is_found_after_an_invalidation()
    {
        IActorRef iommu = Make(cachesNotPresent: true);
        iommu.Tell(Access());
        WalkToNothing();
        ExpectMsg(new Faulted(1));
        Submit(iommu, Forget(InvalidationHint.LeafOnly), InvalidationDescriptor.WaitFor(1));
        Driver.ExpectMsg<StatusWritten>();

        iommu.Tell(Access(request: 2));
        Walk(s_phys);

        Assert.Equal(2, ExpectMsg<Translated>().Request);
    }

    [Fact]
    public void Without_caching_mode_an_entry_that_is_new_is_found_at_once()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access());
        WalkToNothing();
        ExpectMsg(new Faulted(1));

        iommu.Tell(Access(request: 2));
        Walk(s_phys);

        ExpectMsg<Translated>();
    }

    [Fact]
    public void A_refused_permission_is_not_kept_as_a_missing_entry()
    {
        IActorRef iommu = Make(cachesNotPresent: true);
        iommu.Tell(Access());
        Walk(s_phys, IoProt.Read);
        ExpectMsg(new Faulted(1));

        iommu.Tell(Access(request: 2) with { Write = false });
        Walk(s_phys, IoProt.Read);

        ExpectMsg<Translated>();
    }

    [Fact]
    public void A_passthrough_device_reaches_what_it_names()
    {
        IActorRef iommu = Make(passthrough: true);

        iommu.Tell(Access(lengthBytes: 3 * Page));

        Translated piece = ExpectMsg<Translated>();
        Assert.Equal((new PhysAddr(s_iova.Value), 3 * Page), (piece.Phys, piece.LengthBytes));
    }

    [Fact]
    public void A_device_whose_context_entry_goes_is_blocked_and_its_walks_end_in_a_fault()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access());
        IoPageTableProtocol.ReadEntry read = Table.ExpectMsg<IoPageTableProtocol.ReadEntry>();
        iommu.Tell(new WriteContext(Device, null), Driver.Ref);
        Driver.ExpectMsg(new ContextWritten(Device));

        Table.Reply(new IoPageTableProtocol.EntryRead(
            read.Walk, IoEntry.Map(default, IoProt.Write, PageSize.Size1GiB)));
        iommu.Tell(Access(request: 2));

        ExpectMsg(new Faulted(1));
        ExpectMsg(new Faulted(2));
    }

    [Fact]
    public void A_device_that_gets_a_context_entry_can_translate()
    {
        IActorRef iommu = Make();
        iommu.Tell(new WriteContext(Device + 1, new ContextEntry(Device + 1, 2, Table.Ref, new Pfn(9))), Driver.Ref);
        Driver.ExpectMsg<ContextWritten>();

        iommu.Tell(Access() with { Requester = Device + 1 });
        Walk(s_phys);

        Assert.Equal(2, ExpectMsg<Translated>().Domain);
    }
}
