using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Translations and translated requests on their way.</summary>
public sealed class AtsRoutingTests : FabricFixture
{
    private static readonly TlbEntry s_entry = new(
        new Iova(0x1000), new PhysAddr(0x9000), IoProt.Write, PageSize.Size4KiB);

    [Fact]
    public void A_translation_goes_to_the_unit_and_back_to_the_device_that_asked()
    {
        IommuProtocol.Translate asked = Ask();

        Iommu.Reply(new IommuProtocol.AtsTranslated(asked.Request, 1, s_entry));

        Assert.True(asked.Ats);
        ExpectMsg(new TranslationCompleted(7, 1, s_entry));
    }

    [Fact]
    public void A_refused_translation_is_told_to_the_device()
    {
        IommuProtocol.Translate asked = Ask();

        Fault(asked.Request);

        ExpectMsg(new TranslationFailed(7));
    }

    [Fact]
    public void A_translated_write_goes_to_memory_and_signals_ride_behind_it()
    {
        Fabric.Tell(new TranslatedRequest(
            1, Nic.Index, 1, new Iova(0x1000), new PhysAddr(0x9000), 64, Write: true));
        PhysicalMemoryProtocol.Access access = Arrived();
        Interrupt("done");
        Driver.ExpectNoMsg(100);

        Land(access);

        Driver.ExpectMsg("done");
        Iommu.ExpectNoMsg(100);
        Assert.Equal((1, new Iova(0x1000), new PhysAddr(0x9000)), (access.Domain, access.Iova, access.Phys));
    }

    [Fact]
    public void An_invalidation_goes_to_the_device_that_translates()
    {
        Ask();

        Iommu.Send(Fabric, new IommuProtocol.AtsInvalidate(5, Nic.Index, new Iova(0x1000), 12));

        ExpectMsg(new InvalidateTlb(5, new Iova(0x1000), 12, Iommu.Ref));
    }

    [Fact]
    public void An_invalidation_of_a_device_whose_link_is_down_runs_out_of_time()
    {
        Ask();
        Fabric.Tell(new LinkDown(Nic.Index));

        Iommu.Send(Fabric, new IommuProtocol.AtsInvalidate(5, Nic.Index, new Iova(0x1000), 12));

        Iommu.ExpectMsg(new IommuProtocol.AtsTimedOut(5, DevicePresent: false));
    }

    private IommuProtocol.Translate Ask()
    {
        Fabric.Tell(new TranslationRequest(7, Nic.Index, new Iova(0x1000), Write: true));
        return Iommu.ExpectMsg<IommuProtocol.Translate>();
    }
}
