using static PhyrActors.Actors.BlockDriverProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A disk that cannot do what it should answers all the same.</summary>
public sealed class BlockDriverTests : TestKit
{
    private static readonly Phyr s_page = new(new PhysAddr(0x5000), Pfn.FrameSizeBytes);

    [Fact]
    public void A_write_whose_mapping_cannot_be_taken_away_ends_with_EIO_and_says_so()
    {
        TestProbe folios = CreateTestProbe();
        TestProbe domain = CreateTestProbe();
        TestProbe fabric = CreateTestProbe();
        IActorRef driver = ActorOf(Props.Create(() => new BlockDriver(
            3, folios.Ref, domain.Ref, fabric.Ref, Around.Plain)));
        folios.ExpectMsg<FolioManagerProtocol.AddDisk>();
        driver.Tell(new Write(7, s_page, "then"));
        domain.ExpectMsg<IommuDomainProtocol.MapPhys>();
        Iova start = new(0x10000);
        RangeDma range = new(new DmaRange(start, Pfn.FrameSizeBytes));
        driver.Tell(new IommuDomainProtocol.Mapped(7, range, Errno.None));
        fabric.ExpectMsg<PcieFabricProtocol.MemoryRequest>();
        driver.Tell(new PcieFabricProtocol.ReadCompleted(7, Errno.None));

        const int Attempts = 256;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            domain.ExpectMsg<IommuDomainProtocol.UnmapPhys>();
            driver.Tell(new IommuDomainProtocol.Unmapped(start, Errno.EIO));
        }

        Written written = folios.ExpectMsg<Written>();
        Assert.Equal((Errno.EIO, true), (written.Errno, written.IsStillMapped));
        domain.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }
}
