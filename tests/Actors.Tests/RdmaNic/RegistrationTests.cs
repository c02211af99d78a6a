using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Registration step by step, and its exact undoing.</summary>
public sealed class RegistrationTests : NicFixture
{
    [Fact]
    public void A_region_is_pinned_for_writing_and_for_long()
    {
        Make().Tell(Registering());

        Pinner.ExpectMsg(new GupPinnerProtocol.Pin(
            1, SmallProcess.At(0), 2 * Page, FollFlags.Write | FollFlags.Longterm));
    }

    [Fact]
    [Trait("row", "D8")]
    public void The_pinned_range_is_mapped_as_it_is()
    {
        Make().Tell(Registering());
        AnswerPin();
        AnswerAlloc();

        IommuDomainProtocol.Link link = Domain.ExpectMsg<IommuDomainProtocol.Link>();

        Assert.Same(s_range, link.Range);
        Assert.Equal((s_state, DmaDirection.Bidirectional), (link.State, link.Direction));
    }

    [Fact]
    public void The_device_gets_its_key_only_after_the_sync()
    {
        Make().Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink();
        Engine.ExpectNoMsg(100);

        AnswerSync();

        Engine.ExpectMsg(new DmaEngineProtocol.ProgramKey(1, s_state, 2 * Page, RelaxedOrdering: true));
    }

    [Fact]
    [Trait("row", "D3")]
    [Trait("row", "D9")]
    public void The_device_gets_one_address_of_the_whole_length_however_many_chunks_there_are()
    {
        Sys.EventStream.Subscribe(Events.Ref, typeof(AddressPosted));

        MakeLive();

        Assert.Equal(2, s_range.ChunkCount);
        Events.ExpectMsg(new AddressPosted(Requester, 1, s_state, s_range.LengthBytes));
        Events.ExpectNoMsg(100);
    }

    [Fact]
    public void M21_gives_the_key_before_the_sync_and_once()
    {
        Make(Around.With(Mutation.M21)).Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink();
        AnswerProgram();

        AnswerSync();

        Engine.ExpectNoMsg(100);
    }

    [Fact]
    public void The_application_hears_when_the_device_has_the_key()
    {
        Make().Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink();
        AnswerSync();
        ExpectNoMsg(100);

        AnswerProgram();

        ExpectMsg(new Registered(1));
    }

    [Fact]
    public void A_region_number_in_use_is_refused()
    {
        IActorRef nic = Make();
        nic.Tell(Registering());

        nic.Tell(Registering());

        ExpectMsg(new RegistrationFailed(1, Errno.EEXIST));
    }

    [Fact]
    public void A_pin_that_is_refused_is_told_and_leaves_the_number_free()
    {
        IActorRef nic = Make();
        nic.Tell(Registering());
        Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        Pinner.Reply(new GupPinnerProtocol.PinRefused(1, Errno.ENOMEM));
        ExpectMsg(new RegistrationFailed(1, Errno.ENOMEM));

        nic.Tell(Registering());

        Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
    }

    [Fact]
    public void Without_iova_the_pins_are_given_back_undirtied()
    {
        Make().Tell(Registering());
        AnswerPin();
        Domain.ExpectMsg<IommuDomainProtocol.TryAlloc>();
        Domain.Reply(new IommuDomainProtocol.AllocRefused(1, Errno.ENOMEM));

        GupPinnerProtocol.Unpin unpin = AnswerUnpin();

        Assert.False(unpin.Dirty);
        ExpectMsg(new RegistrationFailed(1, Errno.ENOMEM));
        Domain.ExpectNoMsg(100);
    }

    [Fact]
    public void A_link_that_failed_is_undone_as_far_as_it_went()
    {
        Make().Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink(Errno.ENOMEM, Page);

        IommuDomainProtocol.Destroy destroy = AnswerDestroy();
        GupPinnerProtocol.Unpin unpin = AnswerUnpin();

        Assert.Equal((Page, false), (destroy.MappedLengthBytes, unpin.Dirty));
        ExpectMsg(new RegistrationFailed(1, Errno.ENOMEM));
    }

    [Fact]
    public void B27_tells_the_device_of_all_though_a_part_is_linked()
    {
        Make(Around.With(Mutation.B27)).Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink(Errno.ENOMEM, Page);
        AnswerSync();

        DmaEngineProtocol.ProgramKey program = Engine.ExpectMsg<DmaEngineProtocol.ProgramKey>();

        Assert.Equal(2 * Page, program.LengthBytes);
    }

    [Fact]
    public void D3a_undoes_less_than_what_is_linked()
    {
        Make(Around.With(Mutation.D3a)).Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink();
        AnswerSync(Errno.ETIMEDOUT);

        IommuDomainProtocol.Destroy destroy = AnswerDestroy();

        Assert.Equal(Page, destroy.MappedLengthBytes);
    }

    [Fact]
    public void A_sync_that_failed_undoes_all_that_was_linked()
    {
        Make().Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink();
        AnswerSync(Errno.ETIMEDOUT);

        IommuDomainProtocol.Destroy destroy = AnswerDestroy();
        AnswerUnpin();

        Assert.Equal(2 * Page, destroy.MappedLengthBytes);
        ExpectMsg(new RegistrationFailed(1, Errno.ETIMEDOUT));
        Engine.ExpectNoMsg(100);
    }
}
