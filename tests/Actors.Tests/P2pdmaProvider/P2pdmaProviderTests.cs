using static PhyrActors.Actors.P2pdmaProviderProtocol;
using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

public sealed class P2pdmaProviderTests : TestKit
{
    private const int Function = 4;
    private const int Client = 3;

    private static readonly PciBar s_bar = new(0, new BusAddr(0x1_0000_0000), new PhysAddr(0x2_0000_0000), 1UL << 20);

    private readonly TestProbe _fabric;
    private readonly TestProbe _events;
    private readonly IActorRef _provider;

    public P2pdmaProviderTests()
    {
        (_fabric, _events) = (CreateTestProbe(), CreateTestProbe());
        _provider = ActorOf(Props.Create(() => new P2pdmaProvider(Function, s_bar, _fabric.Ref, Around.Plain)));
    }

    [Fact]
    public void A_client_that_reaches_the_bar_by_bus_address_gets_it()
    {
        _provider.Tell(new MapPeer(1, Client));

        Answer(P2pMapType.BusAddr);

        ExpectMsg(new PeerMapped(1, s_bar.BusStart, s_bar.LengthBytes) { Provider = Function });
    }

    [Theory]
    [InlineData(P2pMapType.NotSupported)]
    [InlineData(P2pMapType.ThruHostBridge)]
    public void A_client_that_does_not_is_refused(P2pMapType mapType)
    {
        _provider.Tell(new MapPeer(1, Client));

        Answer(mapType);

        ExpectMsg(new PeerRefused(1, Errno.EREMOTEIO));
    }

    [Fact]
    public void A_refusal_is_published()
    {
        Sys.EventStream.Subscribe(_events.Ref, typeof(PeerMappingRefused));
        _provider.Tell(new MapPeer(1, Client));

        Answer(P2pMapType.NotSupported);

        _events.ExpectMsg(new PeerMappingRefused(Function, Client, Errno.EREMOTEIO));
    }

    [Fact]
    public void A_decision_is_kept_whatever_becomes_of_the_topology()
    {
        _provider.Tell(new MapPeer(1, Client));
        Answer(P2pMapType.BusAddr);
        ExpectMsg<PeerMapped>();

        _provider.Tell(new MapPeer(2, Client));

        Assert.Equal(2, ExpectMsg<PeerMapped>().Request);
        _fabric.ExpectNoMsg(100);
    }

    [Fact]
    public void Each_client_is_decided_for_itself()
    {
        _provider.Tell(new MapPeer(1, Client));
        _provider.Tell(new MapPeer(2, Client + 1));

        Answer(P2pMapType.BusAddr);
        Answer(P2pMapType.NotSupported);

        Assert.Equal(1, ExpectMsg<PeerMapped>().Request);
        Assert.Equal(2, ExpectMsg<PeerRefused>().Request);
    }

    [Fact]
    public void Requests_that_come_before_the_decision_are_each_answered_once()
    {
        _provider.Tell(new MapPeer(1, Client));
        _provider.Tell(new MapPeer(2, Client));

        Answer(P2pMapType.BusAddr);
        Answer(P2pMapType.BusAddr);

        Assert.Equal((1, 2), (ExpectMsg<PeerMapped>().Request, ExpectMsg<PeerMapped>().Request));
        ExpectNoMsg(100);
    }

    private void Answer(P2pMapType mapType)
    {
        AskMapType ask = _fabric.ExpectMsg<AskMapType>();
        _fabric.Reply(new MapTypeIs(ask.Provider, ask.Client, mapType));
    }
}
