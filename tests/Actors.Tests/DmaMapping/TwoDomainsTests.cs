using static PhyrActors.Actors.DmaMappingProtocol;

namespace PhyrActors.Actors.Tests;

public sealed class TwoDomainsTests : DmaMappingFixture
{
    [Fact]
    public void Two_domains_may_give_the_same_iova_at_the_same_time()
    {
        TestProbe other = CreateTestProbe();
        DmaDevice device = new(1, ulong.MaxValue) { Ops = DmaOps.Iommu };
        DmaClient[] clients = [new(device, Domain.Ref, 1), new(device with { Number = 2 }, other.Ref, 2)];
        IActorRef dma = ActorOf(Props.Create(() => new DmaMapping(clients, null, Swiotlb.Ref, null, Around.Plain)));

        dma.Tell(MapOf(s_range));
        dma.Tell(MapOf(s_range) with { Request = 9, Device = 2 });
        Iova state = new(0x8000);
        foreach (TestProbe domain in (TestProbe[])[Domain, other])
        {
            long request = domain.ExpectMsg<IommuDomainProtocol.TryAlloc>().Request;
            domain.Reply(new IommuDomainProtocol.Allocated(request, state));
            domain.ExpectMsg<IommuDomainProtocol.Link>();
        }

        foreach (TestProbe domain in (TestProbe[])[Domain, other])
        {
            domain.Reply(new IommuDomainProtocol.Linked(state, 3 * Page, Errno.None));
            domain.ExpectMsg<IommuDomainProtocol.Sync>();
            domain.Reply(new IommuDomainProtocol.Synced(state, Errno.None));
        }

        Assert.Equal(7, ExpectMsg<Mapped>().Request);
        Assert.Equal(9, ExpectMsg<Mapped>().Request);
    }
}
