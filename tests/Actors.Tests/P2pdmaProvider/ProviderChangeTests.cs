using static PhyrActors.Actors.P2pdmaProviderProtocol;
using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A provider that counts its users is unbound, or the way to it changes, only when nobody holds an
/// address.</summary>
public sealed class ProviderChangeTests : TestKit
{
    private const int Function = 4;
    private const int Client = 3;

    private static readonly PciBar s_bar = new(0, new BusAddr(0x1_0000_0000), new PhysAddr(0x2_0000_0000), 1UL << 20);

    private readonly TestProbe _fabric;
    private readonly TestProbe _events;

    public ProviderChangeTests() => (_fabric, _events) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void An_unbinding_waits_until_every_address_is_back()
    {
        IActorRef provider = MakeLent();
        provider.Tell(new Unbind());
        _fabric.ExpectNoMsg(100);

        provider.Tell(new UnmapPeer(1, Client));

        SwitchOff();
        ExpectMsg(new Unbound(Function));
    }

    [Fact]
    public void A_provider_that_is_going_lends_nothing_more()
    {
        IActorRef provider = MakeLent();
        provider.Tell(new Unbind());

        provider.Tell(new MapPeer(2, Client));

        ExpectMsg(new PeerRefused(2, Errno.ENODEV));
    }

    [Fact]
    public void A_decision_that_comes_while_the_provider_is_going_lends_nothing()
    {
        IActorRef provider = Make(Around.Plain);
        provider.Tell(new MapPeer(1, Client));
        provider.Tell(new Unbind());

        Decide(P2pMapType.BusAddr);

        ExpectMsg(new PeerRefused(1, Errno.ENODEV));
    }

    [Fact]
    public void A_change_of_acs_waits_for_addresses_and_maps_wait_for_it()
    {
        IActorRef provider = MakeLent();
        provider.Tell(new EnableAcs(Client));
        provider.Tell(new MapPeer(2, Client));
        _fabric.ExpectNoMsg(100);

        provider.Tell(new UnmapPeer(1, Client));
        _fabric.ExpectMsg(new SetAcs(Client));
        _fabric.Reply(new AcsSet(Client));
        ExpectMsg(new AcsEnabled(Client));
        Decide(P2pMapType.NotSupported);

        ExpectMsg(new PeerRefused(2, Errno.EREMOTEIO));
    }

    [Fact]
    public void M16_does_not_wait_for_users()
    {
        MakeLent(Mutation.M16).Tell(new Unbind());

        SwitchOff();

        ExpectMsg(new Unbound(Function));
    }

    [Fact]
    public void D7_switches_the_memory_off_and_waits_after_that()
    {
        IActorRef provider = MakeLent(Mutation.D7);
        provider.Tell(new Unbind());
        SwitchOff();
        ExpectNoMsg(100);

        provider.Tell(new UnmapPeer(1, Client));

        ExpectMsg(new Unbound(Function));
    }

    [Fact]
    public void B48_waits_for_a_user_that_never_was()
    {
        IActorRef provider = Make(Around.With(Mutation.B48));
        provider.Tell(new MapPeer(1, Client));
        Decide(P2pMapType.NotSupported);
        ExpectMsg<PeerRefused>();

        provider.Tell(new Unbind());

        _fabric.ExpectNoMsg(100);
    }

    [Fact]
    public void B56_keeps_what_was_decided()
    {
        IActorRef provider = MakeLent(Mutation.B56);
        provider.Tell(new EnableAcs(Client));
        _fabric.ExpectMsg<SetAcs>();
        _fabric.Reply(new AcsSet(Client));
        ExpectMsg<AcsEnabled>();

        provider.Tell(new MapPeer(2, Client));

        Assert.Equal(2, ExpectMsg<PeerMapped>().Request);
    }

    [Fact]
    public void What_is_lent_and_the_end_are_published()
    {
        Sys.EventStream.Subscribe(_events.Ref, typeof(PeerAddressLent));
        Sys.EventStream.Subscribe(_events.Ref, typeof(ProviderUnbinding));
        Sys.EventStream.Subscribe(_events.Ref, typeof(ProviderUnbound));
        IActorRef provider = MakeLent();
        provider.Tell(new UnmapPeer(1, Client));

        provider.Tell(new Unbind());
        SwitchOff();

        _events.ExpectMsg(new PeerAddressLent(Function, Client, 1));
        _events.ExpectMsg(new ProviderUnbinding(Function));
        _events.ExpectMsg(new ProviderUnbound(Function));
    }

    private IActorRef Make(Surroundings around) => ActorOf(
        Props.Create(() => new P2pdmaProvider(Function, s_bar, _fabric.Ref, around, true)));

    /// <summary>A provider with one address lent.</summary>
    private IActorRef MakeLent(Mutation? defect = null)
    {
        IActorRef provider = Make(defect is { } mutation ? Around.With(mutation) : Around.Plain);
        provider.Tell(new MapPeer(1, Client));
        Decide(P2pMapType.BusAddr);
        Assert.True(ExpectMsg<PeerMapped>().IsCounted);
        return provider;
    }

    private void Decide(P2pMapType mapType)
    {
        AskMapType ask = _fabric.ExpectMsg<AskMapType>();
        _fabric.Reply(new MapTypeIs(ask.Provider, ask.Client, mapType));
    }

    private void SwitchOff()
    {
        _fabric.ExpectMsg(new SwitchMemoryOff(Function));
        _fabric.Reply(new MemoryOff(Function));
    }
}
