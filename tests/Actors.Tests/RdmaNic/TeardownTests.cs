using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Deregistration runs the other way: the device stops first, pins go last.</summary>
public sealed class TeardownTests : NicFixture
{
    [Fact]
    public void The_device_stops_before_anything_is_unmapped()
    {
        MakeLive().Tell(new Deregister(1));
        Engine.ExpectMsg(new DmaEngineProtocol.DestroyKey(1));
        Domain.ExpectNoMsg(100);

        Engine.Reply(new DmaEngineProtocol.KeyDestroyed(1));

        Domain.ExpectMsg(new IommuDomainProtocol.Destroy(s_state, 2 * Page, 0));
    }

    [Fact]
    public void Pins_go_dirty_and_only_after_the_domain_has_unmapped()
    {
        MakeLive().Tell(new Deregister(1));
        AnswerDestroyKey();
        Domain.ExpectMsg<IommuDomainProtocol.Destroy>();
        Pinner.ExpectNoMsg(100);

        Domain.Reply(new IommuDomainProtocol.Destroyed(s_state, Errno.None));

        Assert.True(Pinner.ExpectMsg<GupPinnerProtocol.Unpin>().Dirty);
    }

    [Fact]
    public void The_application_hears_when_the_pins_are_back()
    {
        MakeLive().Tell(new Deregister(1));
        AnswerDestroyKey();
        AnswerDestroy();
        Pinner.ExpectMsg<GupPinnerProtocol.Unpin>();
        ExpectNoMsg(100);

        Pinner.Reply(new GupPinnerProtocol.Unpinned(1));

        ExpectMsg(new Deregistered(1));
    }

    [Fact]
    public void A_region_that_is_given_up_leaves_its_number_free()
    {
        IActorRef nic = MakeLive();
        nic.Tell(new Deregister(1));
        AnswerDestroyKey();
        AnswerDestroy();
        AnswerUnpin();
        ExpectMsg<Deregistered>();

        nic.Tell(Registering());

        Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
    }

    [Fact]
    public void A_region_that_is_not_there_cannot_be_given_up()
    {
        Make().Tell(new Deregister(1));

        ExpectMsg(new RegistrationFailed(1, Errno.EINVAL));
    }

    [Fact]
    public void A_region_that_is_not_yet_live_cannot_be_given_up()
    {
        IActorRef nic = Make();
        nic.Tell(Registering());

        nic.Tell(new Deregister(1));

        ExpectMsg(new RegistrationFailed(1, Errno.EINVAL));
    }

    [Fact]
    public void A_region_can_be_given_up_once()
    {
        IActorRef nic = MakeLive();
        nic.Tell(new Deregister(1));

        nic.Tell(new Deregister(1));

        ExpectMsg(new RegistrationFailed(1, Errno.EINVAL));
        Engine.ExpectMsg<DmaEngineProtocol.DestroyKey>();
        Engine.ExpectNoMsg(100);
    }

    [Fact]
    public void A_teardown_says_how_many_operations_are_in_flight()
    {
        Sys.EventStream.Subscribe(Events.Ref, typeof(TeardownBegan));
        IActorRef nic = MakeLive();
        nic.Tell(new PostSend(0, 1, 0, 64, Write: true));
        nic.Tell(new PostSend(0, 1, 0, 64, Write: true));
        Engine.ExpectMsg<DmaEngineProtocol.Post>();
        Engine.Reply(new DmaEngineProtocol.WorkCompleted(1, Errno.None));

        nic.Tell(new Deregister(1));

        Events.ExpectMsg(new TeardownBegan(1, 1));
    }

    [Fact]
    public void B52_releases_the_memory_and_stops_the_device_after_that()
    {
        MakeLive(Around.With(Mutation.B52)).Tell(new Deregister(1));
        AnswerDestroy();
        AnswerUnpin();
        AnswerDestroyKey();

        ExpectMsg(new Deregistered(1));
    }

    [Fact]
    public void M9_unpins_before_it_unmaps()
    {
        MakeLive(Around.With(Mutation.M9)).Tell(new Deregister(1));
        AnswerDestroyKey();
        AnswerUnpin();
        AnswerDestroy();

        ExpectMsg(new Deregistered(1));
    }
}
