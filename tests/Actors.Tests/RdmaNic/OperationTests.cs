using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Operations on regions and to peers.</summary>
public sealed class OperationTests : NicFixture
{
    public OperationTests() => Sys.EventStream.Subscribe(Events.Ref, typeof(OperationCompleted));

    [Fact]
    public void An_operation_on_a_live_region_goes_to_the_device()
    {
        IActorRef nic = MakeLive();

        nic.Tell(new PostSend(0, 1, 0x80, 64, Write: true));

        Engine.ExpectMsg(new DmaEngineProtocol.Post(1, 1, 0x80, 64, Write: true));
    }

    [Fact]
    public void An_operation_ends_with_what_the_device_says()
    {
        IActorRef nic = MakeLive();
        nic.Tell(new PostSend(0, 1, 0x80, 64, Write: true));
        Engine.ExpectMsg<DmaEngineProtocol.Post>();

        Engine.Reply(new DmaEngineProtocol.WorkCompleted(1, Errno.EIO));

        Events.ExpectMsg(new OperationCompleted(1, Errno.EIO));
    }

    [Fact]
    public void An_operation_on_no_region_is_refused()
    {
        Make().Tell(new PostSend(0, 9, 0, 64, Write: true));

        Events.ExpectMsg(new OperationCompleted(1, Errno.EINVAL));
        Engine.ExpectNoMsg(100);
    }

    [Fact]
    public void An_operation_on_a_region_that_is_being_given_up_is_refused()
    {
        IActorRef nic = MakeLive();
        nic.Tell(new Deregister(1));

        nic.Tell(new PostSend(0, 1, 0, 64, Write: true));

        Events.ExpectMsg(new OperationCompleted(1, Errno.EINVAL));
    }

    [Fact]
    public void A_peer_is_mapped_first_and_then_reached_by_bus_address()
    {
        Make().Tell(new PostPeer(0, 0, 64, Write: true));
        Provider.ExpectMsg(new P2pdmaProviderProtocol.MapPeer(1, Requester));

        Provider.Reply(new P2pdmaProviderProtocol.PeerMapped(1, new BusAddr(0x10_0000), 0x1000));

        Engine.ExpectMsg(new DmaEngineProtocol.PostPeer(1, new BusAddr(0x10_0040), 64, Write: true));
    }

    [Fact]
    public void A_peer_operation_is_no_longer_than_what_is_mapped()
    {
        Make().Tell(new PostPeer(0, 0, 0x5000, Write: true));
        Provider.ExpectMsg<P2pdmaProviderProtocol.MapPeer>();

        Provider.Reply(new P2pdmaProviderProtocol.PeerMapped(1, new BusAddr(0x10_0000), 0x1000));

        Engine.ExpectMsg(new DmaEngineProtocol.PostPeer(1, new BusAddr(0x10_0000), 0x1000, Write: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_address_of_a_peer_that_counts_goes_back_when_the_device_is_done(bool isCounted)
    {
        Make().Tell(new PostPeer(0, 0, 64, Write: true));
        Provider.ExpectMsg<P2pdmaProviderProtocol.MapPeer>();
        Provider.Reply(new P2pdmaProviderProtocol.PeerMapped(1, new BusAddr(0x10_0000), 0x1000)
        {
            IsCounted = isCounted,
        });
        Engine.ExpectMsg<DmaEngineProtocol.PostPeer>();
        Provider.ExpectNoMsg(100);

        Engine.Reply(new DmaEngineProtocol.WorkCompleted(1, Errno.None));

        if (isCounted)
        {
            Provider.ExpectMsg(new P2pdmaProviderProtocol.UnmapPeer(1, Requester));
        }
        else
        {
            Provider.ExpectNoMsg(100);
        }
    }

    [Fact]
    public void A_peer_that_is_refused_ends_the_operation()
    {
        Make().Tell(new PostPeer(0, 0, 64, Write: true));
        Provider.ExpectMsg<P2pdmaProviderProtocol.MapPeer>();

        Provider.Reply(new P2pdmaProviderProtocol.PeerRefused(1, Errno.EREMOTEIO));

        Events.ExpectMsg(new OperationCompleted(1, Errno.EREMOTEIO));
    }

    [Fact]
    public void A_peer_operation_of_no_bytes_is_refused()
    {
        Make().Tell(new PostPeer(0, 0, 0, Write: true));

        Events.ExpectMsg(new OperationCompleted(1, Errno.EINVAL));
        Provider.ExpectNoMsg(100);
    }
}
