using static PhyrActors.Actors.DmaMappingProtocol;

namespace PhyrActors.Actors.Tests;

public sealed class DmaMappingTests : DmaMappingFixture
{
    private static readonly DmaDevice s_device = new(1, uint.MaxValue);

    [Fact]
    [Trait("row", "D2")]
    public void A_device_that_reaches_everything_gets_the_list_itself()
    {
        IActorRef dma = Make(s_device);

        dma.Tell(MapOf(s_range));

        Mapped mapped = ExpectMsg<Mapped>();
        Assert.Same(s_range, mapped.Plan.Shared);
        Assert.False(mapped.NeedsUnmap);
    }

    [Fact]
    [Trait("row", "D2")]
    public void An_alias_is_announced_and_its_end_too()
    {
        Sys.EventStream.Subscribe(Events.Ref, typeof(ListAliased));
        Sys.EventStream.Subscribe(Events.Ref, typeof(AliasDropped));
        IActorRef dma = Make(s_device);

        dma.Tell(MapOf(s_range));
        dma.Tell(UnmapOf(ExpectMsg<Mapped>().Plan, 3));

        ExpectMsg(new Unmapped(8, Errno.None));
        Events.ExpectMsg(new ListAliased(1, 4, s_range));
        Events.ExpectMsg(new AliasDropped(1, 4, s_range));
    }

    [Fact]
    [Trait("row", "D4")]
    [Trait("row", "D11")]
    public void Behind_a_bus_with_an_offset_there_is_a_list_with_the_offset_in_each_entry()
    {
        BusWindow window = new(new Phyr(default, 1UL << 32), new BusAddr(0x1000_0000));
        IActorRef dma = Make(s_device with { Windows = [window] });

        dma.Tell(MapOf(s_range));

        MapPlan plan = ExpectMsg<Mapped>().Plan;
        Assert.Equal((MapPlanKind.List, 3), (plan.Kind, plan.Count));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(s_range[i].Start.Value + 0x1000_0000, plan[i].BusAddr.Value);
        }
    }

    [Fact]
    [Trait("row", "D3")]
    public void A_domain_gives_one_entry_for_the_whole_list()
    {
        IActorRef dma = Make(s_device with { Ops = DmaOps.Iommu });

        dma.Tell(MapOf(s_range));
        IommuDomainProtocol.Link link = AnswerWindow(0x8000);

        MapPlan plan = ExpectMsg<Mapped>().Plan;
        Assert.Equal((MapPlanKind.SingleEntry, new DmaRange(new Iova(0x8000), 3 * Page)), (plan.Kind, plan[0]));
        Assert.Equal((s_range, 4L), (link.Range, link.Keeper));
    }

    [Fact]
    [Trait("row", "D11")]
    public void A_device_that_cannot_send_the_addresses_gets_bounce_slots()
    {
        IActorRef dma = Make(s_device);

        dma.Tell(MapOf(s_high));
        AnswerTake(0);
        AnswerTake(1);

        Mapped mapped = ExpectMsg<Mapped>();
        Assert.Equal(MapPlanKind.List, mapped.Plan.Kind);
        Assert.Equal(s_pool.Start.Value + Page, mapped.Plan[1].BusAddr.Value);
        Assert.True(mapped.NeedsUnmap);
    }

    [Fact]
    public void A_map_that_fails_half_way_gives_back_what_it_had_without_copying()
    {
        IActorRef dma = Make(s_device);

        dma.Tell(MapOf(s_high));
        BounceSlot first = AnswerTake();
        SwiotlbProtocol.Take second = Swiotlb.ExpectMsg<SwiotlbProtocol.Take>();
        Swiotlb.Reply(new SwiotlbProtocol.PoolFull(second.Request, Errno.ENOMEM));
        SwiotlbProtocol.Release release = AnswerRelease();

        Assert.Equal((first.Address, DmaAttributes.SkipCpuSync), (release.Slot, release.Attributes));
        ExpectMsg(new MapRefused(7, DmaRefusal.PoolFull, Errno.ENOMEM));
    }

    [Fact]
    public void A_slot_that_the_device_cannot_send_either_goes_back()
    {
        IActorRef dma = Make(s_device with { Mask = 0xF_FFFF });

        dma.Tell(MapOf(Ranges.Of(new FrameBlock(new Pfn(0x20_0000), 0))));
        AnswerTake();
        AnswerRelease();

        ExpectMsg(new MapRefused(7, DmaRefusal.AddressOverflow, Errno.ENOMEM));
    }

    [Fact]
    public void Without_a_pool_what_cannot_be_sent_is_refused()
    {
        Make(s_device, hasPool: false).Tell(MapOf(s_high));

        ExpectMsg(new MapRefused(7, DmaRefusal.AddressOverflow, Errno.ENOMEM));
    }

    [Fact]
    [Trait("row", "D11")]
    public void A_list_beyond_the_mask_is_one_run_of_the_aperture()
    {
        IActorRef dma = Make(s_device with { Ops = DmaOps.Gart });

        dma.Tell(MapOf(s_high));
        MapPlan plan = ExpectMsg<Mapped>().Plan;
        int used = Gart.UsedPages;
        PhysAddr second = Gart.Translate(plan[0].BusAddr + Page);
        dma.Tell(UnmapOf(plan, 2));

        ExpectMsg(new Unmapped(8, Errno.None));
        Assert.Equal((MapPlanKind.SingleEntry, 2, 0), (plan.Kind, used, Gart.UsedPages));
        Assert.Equal(s_high[1].Start, second);
    }

    [Fact]
    [Trait("row", "D11")]
    public void A_full_aperture_refuses_and_keeps_nothing_of_the_request()
    {
        IActorRef dma = Make(s_device with { Ops = DmaOps.Gart });
        FrameBlock[] folios =
            [.. Enumerable.Range(0, 5).Select(static i => new FrameBlock(new Pfn(0x20_0000 + (2 * (ulong)i)), 0))];
        RangeCpu tooLong = Ranges.Of(folios);

        dma.Tell(MapOf(tooLong));

        ExpectMsg(new MapRefused(7, DmaRefusal.NoAddress, Errno.ENOMEM));
        Assert.Equal(0, Gart.UsedPages);
    }

    [Fact]
    [Trait("row", "D13")]
    public void Peers_under_the_same_switch_go_by_bus_address_in_the_midst_of_memory()
    {
        PeerWindow peer = new(
            new Phyr(s_range[1].Start, Page), new BusAddr(0xF000_0000), P2pMapType.BusAddr);

        Make(s_device).Tell(MapOf(s_range, peers: peer));

        MapPlan plan = ExpectMsg<Mapped>().Plan;
        Assert.Equal((MapPlanKind.List, 0xF000_0000UL), (plan.Kind, plan[1].BusAddr.Value));
        Assert.Equal(s_range[2].Start.Value, plan[2].BusAddr.Value);
    }

    [Fact]
    [Trait("row", "D13")]
    public void A_peer_that_cannot_be_reached_refuses_the_whole_list()
    {
        PeerWindow peer = new(
            new Phyr(s_range[1].Start, Page), new BusAddr(0xF000_0000), P2pMapType.NotSupported);

        Make(s_device).Tell(MapOf(s_range, peers: peer));

        ExpectMsg(new MapRefused(7, DmaRefusal.PeerNotReachable, Errno.EREMOTEIO));
    }

    [Fact]
    public void An_address_that_nobody_mapped_is_not_unmapped()
    {
        Make(s_device).Tell(new Unmap(8, 1, 0x5000, Page, 1, DmaDirection.ToDevice, DmaAttributes.None, 0));

        ExpectMsg(new Unmapped(8, Errno.EINVAL));
    }

    [Fact]
    public void A_device_that_nobody_knows_cannot_map()
    {
        Make(s_device).Tell(MapOf(s_range) with { Device = 9 });

        ExpectMsg(new MapRefused(7, DmaRefusal.NoMask, Errno.ENODEV));
    }

    [Fact]
    public void A_sync_inside_a_bounced_piece_reaches_the_same_place_of_its_slot()
    {
        IActorRef dma = Make(s_device);
        dma.Tell(MapOf(s_high));
        AnswerTake(0);
        AnswerTake(1);
        MapPlan plan = ExpectMsg<Mapped>().Plan;

        dma.Tell(new Sync(9, 1, plan[1].BusAddr.Value + 0x10, 0x20, DmaDirection.FromDevice, ForDevice: false));
        SwiotlbProtocol.Sync sync = Swiotlb.ExpectMsg<SwiotlbProtocol.Sync>();
        Swiotlb.Reply(new SwiotlbProtocol.Synced(sync.Request, Errno.None));

        ExpectMsg(new Synced(9, Errno.None));
        Assert.Equal((s_pool.Start + Page + 0x10, 0x20UL), (sync.Slot, sync.LengthBytes));
    }

    [Fact]
    public void A_sync_where_nothing_is_bounced_does_nothing()
    {
        Make(s_device).Tell(new Sync(9, 1, 0x1000, 0x20, DmaDirection.FromDevice, ForDevice: false));

        ExpectMsg(new Synced(9, Errno.None));
    }

    [Fact]
    public void Of_a_bounced_piece_only_so_much_is_copied_back_as_the_driver_says()
    {
        IActorRef dma = Make(s_device);
        dma.Tell(MapOf(Ranges.Of(new FrameBlock(new Pfn(0x20_0000), 0))));
        AnswerTake();
        MapPlan plan = ExpectMsg<Mapped>().Plan;

        dma.Tell(UnmapOf(plan) with { LengthBytes = 100 });

        Assert.Equal(100UL, AnswerRelease().LengthBytes);
        ExpectMsg(new Unmapped(8, Errno.None));
    }
}
