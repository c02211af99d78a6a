using static PhyrActors.Actors.DmaBufProtocol;
using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A handle for a peer's memory: attached, mapped the way that the route says, revoked.</summary>
public sealed class DmaBufTests : DmaMappingFixture
{
    private const int Number = 5;
    private const int Exporter = 4;
    private const int Importer = 1;
    private const int Other = 2;

    private static readonly PciBar s_bar = new(0, new BusAddr(0x1_0000_0000), new PhysAddr(0x2_0000_0000), 1UL << 20);
    private static readonly Phyr s_first = new(s_bar.PhysStart + Page, Page);
    private static readonly Phyr s_second = new(s_bar.PhysStart + (8 * Page), 2 * Page);

    private readonly TestProbe _fabric;
    private readonly TestProbe _exporter;
    private readonly IActorRef _buffer;

    public DmaBufTests()
    {
        (_fabric, _exporter) = (CreateTestProbe(), CreateTestProbe());
        DmaDevice device = new(Importer, ulong.MaxValue) { Ops = DmaOps.Iommu };
        DmaClient[] clients = [new(device, Domain.Ref, 1), new(device with { Number = Other }, Domain.Ref, 1)];
        IActorRef dma = ActorOf(Props.Create(() => new DmaMapping(clients, null, Swiotlb.Ref, null, Around.Plain)));
        DmaBufSettings settings = new(Number, Exporter, s_bar, Ranges.OfBytes(s_first, s_second), _fabric.Ref, dma);
        _buffer = ActorOf(Props.Create(() => new DmaBuf(settings)));
    }

    [Fact]
    [Trait("row", "R3")]
    public void A_device_under_the_same_switch_gets_bus_addresses_and_its_domain_hears_nothing()
    {
        AttachAll(Importer);

        MapPlan plan = MapByBus(Importer);

        Assert.Equal(
            [new DmaRange(s_bar.BusStart + Page, Page), new DmaRange(s_bar.BusStart + (8 * Page), 2 * Page)],
            [plan[0], plan[1]]);
        Domain.ExpectNoMsg(50);
    }

    [Fact]
    [Trait("row", "R3")]
    public void Through_the_host_bridge_the_importers_domain_maps_the_memory_and_unmaps_it()
    {
        AttachAll(Importer);
        Ask(new Map(Importer, DmaDirection.FromDevice, 0), P2pMapType.ThruHostBridge);
        IommuDomainProtocol.Link[] links = [AnswerWindow(0x8000), AnswerWindow(0x4_0000)];
        MapPlan plan = ExpectMsg<Mapped>().Plan;

        _buffer.Tell(new Unmap(Importer));
        AnswerDestroy();
        AnswerDestroy();

        ExpectMsg(new Unmapped(Number, Errno.None));
        Assert.Equal([s_first, s_second], links.Select(static link => link.Range[0]));
        Assert.Equal([new Iova(0x8000), new Iova(0x4_0000)], [plan[0].Iova, plan[1].Iova]);
    }

    [Fact]
    [Trait("row", "R3")]
    public void A_device_that_cannot_reach_the_exporter_is_refused()
    {
        AttachAll(Importer);

        Ask(new Map(Importer, DmaDirection.FromDevice, 0), P2pMapType.NotSupported);

        ExpectMsg(new MapRefused(Number, Errno.EINVAL));
    }

    [Fact]
    [Trait("row", "R3")]
    public void A_domain_without_room_refuses_the_map_and_the_next_one_is_served()
    {
        AttachAll(Importer);
        Ask(new Map(Importer, DmaDirection.FromDevice, 0), P2pMapType.ThruHostBridge);
        long request = Domain.ExpectMsg<IommuDomainProtocol.TryAlloc>().Request;
        Domain.Reply(new IommuDomainProtocol.AllocRefused(request, Errno.ENOMEM));

        Errno refused = ExpectMsg<MapRefused>().Errno;

        Assert.Equal(Errno.ENOMEM, refused);
        Assert.Equal(2, MapByBus(Importer).Count);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [Trait("row", "R3")]
    public void An_importer_that_needs_pages_or_cannot_give_back_may_not_attach(bool allowsPeers, bool isRevocable)
    {
        _buffer.Tell(new Attach(Importer, allowsPeers, isRevocable));

        ExpectMsg(new Attached(Number, Errno.EOPNOTSUPP));
    }

    [Fact]
    [Trait("row", "R3")]
    public void A_revocation_tells_every_importer_and_ends_with_the_last_unmap()
    {
        AttachAll(Importer, Other);
        MapByBus(Importer);
        MapByBus(Other);

        _buffer.Tell(new Revoke(), _exporter.Ref);
        ExpectMsg(new InvalidateMappings(Number));
        ExpectMsg(new InvalidateMappings(Number));
        UnmapOf(Importer);
        _exporter.ExpectNoMsg(50);
        UnmapOf(Other);

        _exporter.ExpectMsg(new Revoked(Number));
    }

    [Fact]
    [Trait("row", "R3")]
    public void Nothing_is_mapped_or_attached_from_the_revocation_on_until_it_is_restored()
    {
        AttachAll(Importer);
        _buffer.Tell(new Revoke(), _exporter.Ref);
        ExpectMsg(new InvalidateMappings(Number));
        _exporter.ExpectMsg(new Revoked(Number));

        _buffer.Tell(new Map(Importer, DmaDirection.FromDevice, 0));
        ExpectMsg(new MapRefused(Number, Errno.ENODEV));
        _buffer.Tell(new Attach(Other));
        ExpectMsg(new Attached(Number, Errno.ENODEV));
        _buffer.Tell(new Restore());
        ExpectMsg(new Restored(Number, Errno.None));

        Assert.Equal(2, MapByBus(Importer).Count);
    }

    [Fact]
    [Trait("row", "R3")]
    public void A_revocation_waits_for_the_map_under_way_and_takes_that_back_too()
    {
        AttachAll(Importer);
        _buffer.Tell(new Map(Importer, DmaDirection.FromDevice, 0));
        _fabric.ExpectMsg<AskMapType>();
        _buffer.Tell(new Revoke(), _exporter.Ref);
        _exporter.ExpectNoMsg(50);

        _fabric.Reply(new MapTypeIs(Exporter, Importer, P2pMapType.BusAddr));
        ExpectMsg<Mapped>();
        ExpectMsg(new InvalidateMappings(Number));
        _exporter.ExpectNoMsg(50);
        UnmapOf(Importer);

        _exporter.ExpectMsg(new Revoked(Number));
    }

    [Fact]
    [Trait("row", "R3")]
    public void A_second_revocation_is_answered_and_tells_nobody_again()
    {
        AttachAll(Importer);
        _buffer.Tell(new Revoke(), _exporter.Ref);
        ExpectMsg(new InvalidateMappings(Number));
        _exporter.ExpectMsg(new Revoked(Number));

        _buffer.Tell(new Revoke(), _exporter.Ref);

        _exporter.ExpectMsg(new Revoked(Number));
        ExpectNoMsg(50);
    }

    [Fact]
    [Trait("row", "R3")]
    public void An_unmap_that_the_unit_does_not_confirm_leaves_the_revocation_waiting()
    {
        AttachAll(Importer);
        Ask(new Map(Importer, DmaDirection.FromDevice, 0), P2pMapType.ThruHostBridge);
        AnswerWindow(0x8000);
        AnswerWindow(0x4_0000);
        ExpectMsg<Mapped>();
        _buffer.Tell(new Revoke(), _exporter.Ref);
        ExpectMsg(new InvalidateMappings(Number));

        _buffer.Tell(new Unmap(Importer));
        for (int attempt = 0; attempt < 257; attempt++)
        {
            AnswerDestroy(Errno.ETIMEDOUT);
        }

        AnswerDestroy();
        ExpectMsg(new Unmapped(Number, Errno.ETIMEDOUT));
        _exporter.ExpectNoMsg(50);
        _buffer.Tell(new Restore());
        ExpectMsg(new Restored(Number, Errno.EBUSY));
    }

    [Fact]
    public void What_is_mapped_is_not_mapped_again_nor_detached_and_what_is_not_is_not_unmapped()
    {
        AttachAll(Importer);
        _buffer.Tell(new Attach(Importer));
        ExpectMsg(new Attached(Number, Errno.EBUSY));
        _buffer.Tell(new Unmap(Importer));
        ExpectMsg(new Unmapped(Number, Errno.EINVAL));
        MapByBus(Importer);

        _buffer.Tell(new Map(Importer, DmaDirection.FromDevice, 0));
        ExpectMsg(new MapRefused(Number, Errno.EBUSY));
        _buffer.Tell(new Detach(Importer));
        ExpectMsg(new Detached(Number, Errno.EBUSY));
        UnmapOf(Importer);
        _buffer.Tell(new Detach(Importer));
        ExpectMsg(new Detached(Number, Errno.None));
        _buffer.Tell(new Detach(Importer));
        ExpectMsg(new Detached(Number, Errno.EINVAL));
        _buffer.Tell(new Map(Importer, DmaDirection.FromDevice, 0));

        ExpectMsg(new MapRefused(Number, Errno.EINVAL));
    }

    [Fact]
    public void Memory_outside_the_bar_is_no_buffer_of_it()
    {
        RangeCpu outside = Ranges.OfBytes(new Phyr(s_bar.PhysStart + (s_bar.LengthBytes - Page), 2 * Page));

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => DmaBufSettings.Check(
            new DmaBufSettings(Number, Exporter, s_bar, outside, _fabric.Ref, _fabric.Ref)));

        Assert.Contains("is not in the BAR of function 4", refusal.Message, StringComparison.Ordinal);
    }

    private void AttachAll(params ReadOnlySpan<int> importers)
    {
        foreach (int importer in importers)
        {
            _buffer.Tell(new Attach(importer));
            ExpectMsg(new Attached(Number, Errno.None));
        }
    }

    private void Ask(Map map, P2pMapType route)
    {
        _buffer.Tell(map);
        _fabric.ExpectMsg(new AskMapType(Exporter, map.Importer));
        _fabric.Reply(new MapTypeIs(Exporter, map.Importer, route));
    }

    private MapPlan MapByBus(int importer)
    {
        Ask(new Map(importer, DmaDirection.FromDevice, 0), P2pMapType.BusAddr);
        return ExpectMsg<Mapped>().Plan;
    }

    private void UnmapOf(int importer)
    {
        _buffer.Tell(new Unmap(importer));
        ExpectMsg(new Unmapped(Number, Errno.None));
    }
}
