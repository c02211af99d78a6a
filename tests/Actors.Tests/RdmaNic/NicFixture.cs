using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A driver whose pinner, domain, device and peer the test plays; the application is the test.</summary>
public abstract class NicFixture : TestKit
{
    internal const ulong Page = Pfn.FrameSizeBytes;
    private protected const int Requester = 3;

    private protected static readonly RangeCpu s_range = Ranges.OfPages(2);
    private protected static readonly Iova s_state = new(0x10_0000);

    protected NicFixture()
    {
        (Pinner, Domain, Engine) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        (Provider, Events) = (CreateTestProbe(), CreateTestProbe());
    }

    private protected TestProbe Pinner { get; }

    private protected TestProbe Domain { get; }

    private protected TestProbe Engine { get; }

    private protected TestProbe Provider { get; }

    private protected TestProbe Events { get; }

    private protected IActorRef Make(Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        NicSettings settings = new(
            Requester, 1, Pinner.Ref, Domain.Ref, Engine.Ref, [Provider.Ref], RelaxedOrdering: true);
        return ActorOf(Props.Create(() => new RdmaNic(settings, around)));
    }

    private protected static Register Registering(long region = 1) => new(region, SmallProcess.At(0), 2 * Page, 0);

    private protected void AnswerPin()
    {
        Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        Pinner.Reply(new GupPinnerProtocol.Pinned(1, s_range));
    }

    private protected void AnswerAlloc()
    {
        Domain.ExpectMsg<IommuDomainProtocol.TryAlloc>();
        Domain.Reply(new IommuDomainProtocol.Allocated(1, s_state));
    }

    private protected void AnswerLink(Errno errno = Errno.None, ulong lengthBytes = 2 * Page)
    {
        Domain.ExpectMsg<IommuDomainProtocol.Link>();
        Domain.Reply(new IommuDomainProtocol.Linked(s_state, lengthBytes, errno));
    }

    private protected void AnswerSync(Errno errno = Errno.None)
    {
        Domain.ExpectMsg<IommuDomainProtocol.Sync>();
        Domain.Reply(new IommuDomainProtocol.Synced(s_state, errno));
    }

    private protected IommuDomainProtocol.Destroy AnswerDestroy()
    {
        IommuDomainProtocol.Destroy destroy = Domain.ExpectMsg<IommuDomainProtocol.Destroy>();
        Domain.Reply(new IommuDomainProtocol.Destroyed(s_state, Errno.None));
        return destroy;
    }

    private protected GupPinnerProtocol.Unpin AnswerUnpin()
    {
        GupPinnerProtocol.Unpin unpin = Pinner.ExpectMsg<GupPinnerProtocol.Unpin>();
        Pinner.Reply(new GupPinnerProtocol.Unpinned(1));
        return unpin;
    }

    private protected void AnswerProgram()
    {
        Engine.ExpectMsg<DmaEngineProtocol.ProgramKey>();
        Engine.Reply(new DmaEngineProtocol.KeyProgrammed(1));
    }

    private protected void AnswerDestroyKey()
    {
        Engine.ExpectMsg<DmaEngineProtocol.DestroyKey>();
        Engine.Reply(new DmaEngineProtocol.KeyDestroyed(1));
    }

    /// <summary>A driver with one live region.</summary>
    private protected IActorRef MakeLive(Surroundings? surroundings = null)
    {
        IActorRef nic = Make(surroundings);
        nic.Tell(Registering());
        AnswerPin();
        AnswerAlloc();
        AnswerLink();
        AnswerSync();
        AnswerProgram();
        ExpectMsg(new Registered(1));
        return nic;
    }
}
