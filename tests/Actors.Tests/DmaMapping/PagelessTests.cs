using static PhyrActors.Actors.DmaMappingProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Memory outside all that the machine manages, mapped as dma_map_resource does: registers of another
/// device.</summary>
public sealed class PagelessTests : DmaMappingFixture
{
    private static readonly Phyr s_registers = new(new PhysAddr(0x80_0000_0000), Page);
    private static readonly RangeCpu s_memory = Ranges.OfBytes(s_registers);

    [Fact]
    [Trait("row", "T11")]
    public void A_device_that_reaches_it_gets_its_address()
    {
        IActorRef dma = Make(new DmaDevice(1, ulong.MaxValue));

        dma.Tell(MapOf(s_memory) with { Keeper = -1, Attributes = DmaAttributes.Mmio });

        Assert.Equal(s_registers.Start.Value, ExpectMsg<Mapped>().Plan[0].BusAddr.Value);
    }

    [Fact]
    [Trait("row", "T11")]
    public void A_domain_maps_it_as_any_memory()
    {
        IActorRef dma = Make(new DmaDevice(1, ulong.MaxValue) { Ops = DmaOps.Iommu });
        dma.Tell(MapOf(s_memory) with { Keeper = -1, Attributes = DmaAttributes.Mmio });

        IommuDomainProtocol.Link link = AnswerWindow(0x8000);

        Assert.Equal(s_registers, link.Range[0]);
        Assert.Equal(new DmaRange(new Iova(0x8000), Page), ExpectMsg<Mapped>().Plan[0]);
    }

    [Fact]
    [Trait("row", "T11")]
    public void Where_the_device_cannot_send_its_address_it_is_refused_and_never_bounced()
    {
        IActorRef dma = Make(new DmaDevice(1, uint.MaxValue));

        dma.Tell(MapOf(s_memory) with { Keeper = -1, Attributes = DmaAttributes.Mmio });

        ExpectMsg<MapRefused>();
        Swiotlb.ExpectNoMsg(50);
    }
}
