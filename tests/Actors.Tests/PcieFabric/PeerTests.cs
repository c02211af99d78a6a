using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Requests by bus address: to a peer past the IOMMU, or to an error.</summary>
public sealed class PeerTests : FabricFixture
{
    [Fact]
    public void A_peer_under_the_same_switch_is_reached_past_the_iommu()
    {
        Fabric.Tell(Peer(NearBar.BusStart + 0x40));

        PhysicalMemoryProtocol.Access access = Arrived();
        Assert.Equal((NearBar.PhysStart + 0x40, -1), (access.Phys, access.Domain));
        Iommu.ExpectNoMsg(100);
    }

    [Fact]
    public void A_peer_read_is_answered_and_the_unit_does_not_hear_of_it()
    {
        Fabric.Tell(Peer(NearBar.BusStart));

        Land(Arrived());

        ExpectMsg(new ReadCompleted(1, Errno.None));
        Iommu.ExpectNoMsg(100);
    }

    [Fact]
    public void Memory_that_is_switched_off_answers_no_peer()
    {
        Fabric.Tell(new SwitchMemoryOff(Near.Index));
        ExpectMsg(new MemoryOff(Near.Index));

        Fabric.Tell(Peer(NearBar.BusStart));

        ExpectMsg(new ReadCompleted(1, Errno.EIO));
    }

    [Fact]
    public void A_client_below_a_port_with_acs_reaches_no_peer_by_bus_address()
    {
        Fabric.Tell(new SetAcs(Nic.Index));
        ExpectMsg(new AcsSet(Nic.Index));

        Fabric.Tell(new AskMapType(Near.Index, Nic.Index));

        ExpectMsg(new MapTypeIs(Near.Index, Nic.Index, P2pMapType.NotSupported));
    }

    [Fact]
    public void M17_does_not_look_at_acs()
    {
        Topology.Functions[Nic.Upstream!.Index].AcsRedirect = true;
        Surroundings around = Around.With(Mutation.M17);
        IActorRef fabric = ActorOf(Props.Create(() => new PcieFabric(Topology, Iommu.Ref, Memory.Ref, around)));

        fabric.Tell(new AskMapType(Near.Index, Nic.Index));

        ExpectMsg(new MapTypeIs(Near.Index, Nic.Index, P2pMapType.BusAddr));
    }

    [Fact]
    public void A_completion_rides_behind_a_peer_write()
    {
        Fabric.Tell(Peer(NearBar.BusStart) with { Write = true });
        PhysicalMemoryProtocol.Access access = Arrived();
        Interrupt("done");
        Driver.ExpectNoMsg(100);

        Land(access);

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void A_peer_write_keeps_its_place_behind_a_write_to_memory()
    {
        long first = Request(Write(1));
        Fabric.Tell(Peer(NearBar.BusStart) with { Write = true, Tag = 2 });
        Memory.ExpectNoMsg(100);

        Translated(first, 0x8000);

        Assert.Equal(new PhysAddr(0x8000), Arrived().Phys);
        Assert.Equal(NearBar.PhysStart, Arrived().Phys);
    }

    [Fact]
    public void A_bar_that_is_disabled_answers_with_an_error()
    {
        Near.MemoryEnabled = false;

        Fabric.Tell(Peer(NearBar.BusStart));

        ExpectMsg(new ReadCompleted(1, Errno.EIO));
        Memory.ExpectNoMsg(100);
    }

    [Fact]
    public void A_write_to_a_bar_that_is_disabled_is_lost_and_holds_nothing_up()
    {
        Near.MemoryEnabled = false;
        Fabric.Tell(Peer(NearBar.BusStart) with { Write = true });

        Interrupt("done");

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void A_peer_below_another_root_port_is_out_of_reach()
    {
        Fabric.Tell(Peer(FarBar.BusStart));

        ExpectMsg(new ReadCompleted(1, Errno.EIO));
    }

    [Fact]
    public void A_redirected_request_does_not_reach_the_peer()
    {
        Nic.Upstream!.AcsRedirect = true;

        Fabric.Tell(Peer(NearBar.BusStart));

        ExpectMsg(new ReadCompleted(1, Errno.EIO));
    }

    [Fact]
    public void An_address_that_nobody_claims_is_an_error()
    {
        Fabric.Tell(Peer(new BusAddr(0x10)));

        ExpectMsg(new ReadCompleted(1, Errno.EIO));
    }

    [Fact]
    public void A_request_that_runs_past_the_end_of_a_bar_is_an_error()
    {
        Fabric.Tell(Peer(NearBar.BusStart + (NearBar.LengthBytes - 32)));

        ExpectMsg(new ReadCompleted(1, Errno.EIO));
        Memory.ExpectNoMsg(100);
    }

    [Fact]
    public void A_request_may_end_with_its_bar()
    {
        Fabric.Tell(Peer(NearBar.BusStart + (NearBar.LengthBytes - 64)));

        Assert.Equal(64UL, Arrived().LengthBytes);
    }

    [Fact]
    public void The_map_type_is_that_of_the_moment()
    {
        Fabric.Tell(new AskMapType(Near.Index, Nic.Index));
        ExpectMsg(new MapTypeIs(Near.Index, Nic.Index, P2pMapType.BusAddr));
        Nic.Upstream!.AcsRedirect = true;

        Fabric.Tell(new AskMapType(Near.Index, Nic.Index));

        ExpectMsg(new MapTypeIs(Near.Index, Nic.Index, P2pMapType.NotSupported));
    }

    private PeerRequest Peer(BusAddr bus) => new(1, Nic.Index, bus, 64, Write: false);
}
