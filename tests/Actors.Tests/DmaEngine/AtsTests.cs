using static PhyrActors.Actors.DmaEngineProtocol;
using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A device that translates for itself.</summary>
public sealed class AtsTests : TestKit
{
    private const int Requester = 3;
    private const ulong Page = Pfn.FrameSizeBytes;

    private static readonly Iova s_start = new(0x10_0000);
    private static readonly PhysAddr s_phys = new(0x77000);

    private readonly TestProbe _fabric;
    private readonly TestProbe _unit;

    public AtsTests() => (_fabric, _unit) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void A_page_is_translated_once_and_then_used()
    {
        IActorRef engine = Make();
        engine.Tell(Write(1));
        Translate();
        TranslatedRequest first = _fabric.ExpectMsg<TranslatedRequest>();
        ExpectSignal(new WorkCompleted(1, Errno.None));

        engine.Tell(Write(2));

        Assert.Equal((s_phys + 0x80, 64UL, 1), (first.Phys, first.LengthBytes, first.Domain));
        Assert.Equal(s_phys + 0x80, _fabric.ExpectMsg<TranslatedRequest>().Phys);
    }

    [Fact]
    public void An_operation_over_two_pages_asks_for_each()
    {
        IActorRef engine = Make();
        engine.Tell(Write(1) with { LengthBytes = Page });
        Translate();
        ulong first = _fabric.ExpectMsg<TranslatedRequest>().LengthBytes;

        TranslationRequest second = _fabric.ExpectMsg<TranslationRequest>();

        Assert.Equal((Page - 0x80, s_start + Page), (first, second.Iova));
    }

    [Fact]
    public void An_operation_without_a_translation_fails()
    {
        IActorRef engine = Make();
        engine.Tell(Write(1));
        TranslationRequest request = _fabric.ExpectMsg<TranslationRequest>();

        _fabric.Reply(new TranslationFailed(request.Tag));

        ExpectSignal(new WorkCompleted(1, Errno.EIO));
    }

    [Fact]
    public void What_was_invalidated_is_asked_for_again()
    {
        IActorRef engine = Make();
        engine.Tell(Write(1));
        Translate();
        _fabric.ExpectMsg<TranslatedRequest>();
        ExpectSignal(new WorkCompleted(1, Errno.None));
        _fabric.Send(engine, Forget(5));
        ExpectSignal(new IommuProtocol.AtsInvalidated(5));

        engine.Tell(Write(2));

        _fabric.ExpectMsg<TranslationRequest>();
    }

    [Fact]
    public void An_invalidation_is_answered_when_reads_that_used_the_page_are_back()
    {
        IActorRef engine = Make();
        engine.Tell(Write(1) with { Write = false });
        Translate();
        TranslatedRequest read = _fabric.ExpectMsg<TranslatedRequest>();
        _fabric.Send(engine, Forget(5));
        _fabric.ExpectNoMsg(100);

        _fabric.Send(engine, new ReadCompleted(read.Tag, Errno.None));

        ExpectSignal(new WorkCompleted(1, Errno.None));
        ExpectSignal(new IommuProtocol.AtsInvalidated(5));
    }

    [Fact]
    public void A_key_is_not_destroyed_while_a_translation_for_it_is_on_its_way()
    {
        IActorRef engine = Make();
        engine.Tell(Write(1));
        TranslationRequest request = _fabric.ExpectMsg<TranslationRequest>();
        engine.Tell(new DestroyKey(1));
        _fabric.ExpectNoMsg(100);

        _fabric.Send(engine, new TranslationFailed(request.Tag));

        ExpectSignal(new WorkCompleted(1, Errno.EIO));
        ExpectSignal(new KeyDestroyed(1));
    }

    [Fact]
    public void A_device_that_is_late_answers_after_the_unit_has_given_it_up()
    {
        IActorRef engine = Make(Around.Failing(FaultSite.AtsInvalidate));

        _fabric.Send(engine, Forget(5));

        _unit.ExpectMsg(new IommuProtocol.AtsTimedOut(5, DevicePresent: true));
        ExpectSignal(new IommuProtocol.AtsInvalidated(5));
    }

    [Fact]
    public void A_device_that_is_gone_takes_no_key()
    {
        IActorRef engine = Make(Around.Failing(FaultSite.AtsInvalidate, 2));
        engine.Tell(new DestroyKey(1));
        ExpectSignal(new KeyDestroyed(1));
        _fabric.Send(engine, Forget(5));
        _unit.ExpectMsg(new IommuProtocol.AtsTimedOut(5, DevicePresent: false));
        _fabric.ExpectMsg(new LinkDown(Requester));

        engine.Tell(new ProgramKey(2, s_start, Page, RelaxedOrdering: false));

        ExpectMsg(new KeyProgrammed(2, Errno.ENODEV));
    }

    private IActorRef Make(Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        AtsSettings ats = new(16, 4);
        IActorRef engine = ActorOf(Props.Create(() => new DmaEngine(Requester, _fabric.Ref, ats, around)));
        engine.Tell(new ProgramKey(1, s_start, 4 * Page, RelaxedOrdering: true));
        ExpectMsg(new KeyProgrammed(1));
        return engine;
    }

    private static Post Write(long operation) => new(operation, 1, 0x80, 64, Write: true);

    private InvalidateTlb Forget(long tag) => new(tag, s_start, 12, _unit.Ref);

    private void Translate()
    {
        TranslationRequest request = _fabric.ExpectMsg<TranslationRequest>();
        TlbEntry entry = new(s_start, s_phys, IoProt.Read | IoProt.Write, PageSize.Size4KiB);
        _fabric.Reply(new TranslationCompleted(request.Tag, 1, entry));
    }

    private void ExpectSignal(object message) => Assert.Equal(message, _fabric.ExpectMsg<Signal>().Message);
}
