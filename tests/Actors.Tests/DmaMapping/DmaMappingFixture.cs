using static PhyrActors.Actors.DmaMappingProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The DMA API with a pool and a domain that a test plays.</summary>
public abstract class DmaMappingFixture : TestKit
{
    internal const ulong Page = Pfn.FrameSizeBytes;

    private protected static readonly SwiotlbSettings s_pool = new(new PhysAddr(0x10_0000), 128);
    private protected static readonly RangeCpu s_range = Ranges.OfPages(3);
    private protected static readonly RangeCpu s_high = Ranges.Of(
        new FrameBlock(new Pfn(0x20_0000), 0), new FrameBlock(new Pfn(0x30_0000), 0));

    protected DmaMappingFixture() =>
        (Swiotlb, Domain, Events) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    private protected TestProbe Swiotlb { get; }

    private protected TestProbe Domain { get; }

    private protected TestProbe Events { get; }

    private protected GartAperture Gart { get; } =
        new(new BusAddr(0xE000_0000), GartAperture.EmergencyPages + 4, new Pfn(1));

    private protected IActorRef Make(
        DmaDevice device, bool hasPool = true, Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        DmaClient[] clients = [device.HasIova ? new DmaClient(device, Domain.Ref, 1) : DmaClient.Of(device)];
        return ActorOf(Props.Create(
            () => new DmaMapping(clients, hasPool ? s_pool : null, Swiotlb.Ref, Gart, around)));
    }

    private protected static Map MapOf(
        RangeCpu range,
        DmaAttributes attributes = DmaAttributes.None,
        DmaDirection direction = DmaDirection.Bidirectional,
        params PeerWindow[] peers) => new(7, 1, range, 4, direction, attributes, 0, peers);

    private protected static Unmap UnmapOf(MapPlan plan, int entries = 1) => new(
        8,
        1,
        plan[0].IsBus ? plan[0].BusAddr.Value : plan[0].Iova.Value,
        plan.LengthBytes,
        entries,
        DmaDirection.Bidirectional,
        DmaAttributes.None,
        0);

    private protected BounceSlot AnswerTake(int slot = 0)
    {
        SwiotlbProtocol.Take take = Swiotlb.ExpectMsg<SwiotlbProtocol.Take>();
        BounceSlot taken = new(
            s_pool.Start + ((ulong)slot * Page), take.Original.Start, take.Original.LengthBytes);
        Swiotlb.Reply(new SwiotlbProtocol.Taken(take.Request, taken));
        return taken;
    }

    private protected SwiotlbProtocol.Release AnswerRelease()
    {
        SwiotlbProtocol.Release release = Swiotlb.ExpectMsg<SwiotlbProtocol.Release>();
        Swiotlb.Reply(new SwiotlbProtocol.Released(release.Request, Errno.None));
        return release;
    }

    /// <summary>Lets a window be opened at an address, linked and synced.</summary>
    private protected IommuDomainProtocol.Link AnswerWindow(ulong iova)
    {
        IommuDomainProtocol.TryAlloc alloc = Domain.ExpectMsg<IommuDomainProtocol.TryAlloc>();
        Domain.Reply(new IommuDomainProtocol.Allocated(alloc.Request, new Iova(iova)));
        IommuDomainProtocol.Link link = Domain.ExpectMsg<IommuDomainProtocol.Link>();
        Domain.Reply(new IommuDomainProtocol.Linked(link.State, alloc.LengthBytes, Errno.None));
        IommuDomainProtocol.Sync sync = Domain.ExpectMsg<IommuDomainProtocol.Sync>();
        Domain.Reply(new IommuDomainProtocol.Synced(sync.State, Errno.None));
        return link;
    }

    private protected void AnswerDestroy(Errno errno = Errno.None)
    {
        IommuDomainProtocol.Destroy destroy = Domain.ExpectMsg<IommuDomainProtocol.Destroy>();
        Domain.Reply(new IommuDomainProtocol.Destroyed(destroy.State, errno));
    }
}
