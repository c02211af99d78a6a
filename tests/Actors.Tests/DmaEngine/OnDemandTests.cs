using static PhyrActors.Actors.DmaEngineProtocol;
using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Keys whose pages come and go.</summary>
[Trait("row", "U6")]
public sealed class OnDemandTests : TestKit
{
    private const int Requester = 3;
    private const ulong Page = Pfn.FrameSizeBytes;

    private static readonly Iova s_start = new(0x10_0000);

    private readonly TestProbe _fabric;

    public OnDemandTests() => _fabric = CreateTestProbe();

    [Fact]
    public void A_page_that_is_missing_is_a_fault_and_no_access()
    {
        IActorRef engine = Make();

        engine.Tell(new Post(7, 1, 64, 128, Write: true));

        ExpectSignal(new PageFault(7, 1, 64, 128));
        _fabric.ExpectNoMsg(100);
    }

    [Fact]
    public void An_operation_goes_on_where_it_stopped()
    {
        IActorRef engine = Make();
        Give(engine, 0);
        engine.Tell(new Post(7, 1, 0, 2 * Page, Write: true));
        ulong first = _fabric.ExpectMsg<MemoryRequest>().LengthBytes;
        ExpectSignal(new PageFault(7, 1, Page, Page));
        Give(engine, 1);

        engine.Tell(new ResumeFault(7));

        MemoryRequest second = _fabric.ExpectMsg<MemoryRequest>();
        Assert.Equal((Page, s_start + Page, Page), (first, second.Iova, second.LengthBytes));
        ExpectSignal(new WorkCompleted(7, Errno.None));
    }

    [Fact]
    public void An_operation_whose_fault_fails_completes_with_the_error()
    {
        IActorRef engine = Make();
        engine.Tell(new Post(7, 1, 0, 64, Write: true));
        ExpectSignal(new PageFault(7, 1, 0, 64));

        engine.Tell(new ResumeFault(7, Errno.EFAULT));

        ExpectSignal(new WorkCompleted(7, Errno.EFAULT));
    }

    [Fact]
    public void A_page_is_gone_when_the_reads_begun_before_are_back()
    {
        IActorRef engine = Make();
        Give(engine, 0);
        engine.Tell(new Post(7, 1, 0, 64, Write: false));
        MemoryRequest read = _fabric.ExpectMsg<MemoryRequest>();

        engine.Tell(new WritePages(1, 0, Page, Present: false));
        _fabric.ExpectNoMsg(100);
        _fabric.Send(engine, new ReadCompleted(read.Tag, Errno.None));

        ExpectSignal(new WorkCompleted(7, Errno.None));
        ExpectSignal(new PagesWritten(1, Present: false));
    }

    [Fact]
    public void Whoever_waits_for_a_page_of_a_key_that_goes_waits_no_longer()
    {
        IActorRef engine = Make();
        engine.Tell(new Post(7, 1, 0, 64, Write: false));
        ExpectSignal(new PageFault(7, 1, 0, 64));

        engine.Tell(new DestroyKey(1));

        ExpectSignal(new WorkCompleted(7, Errno.EIO));
        ExpectSignal(new KeyDestroyed(1));
    }

    [Fact]
    public void Pages_of_a_key_that_is_gone_are_gone()
    {
        IActorRef engine = Make();

        engine.Tell(new WritePages(2, 0, Page, Present: false));

        ExpectSignal(new PagesWritten(2, Present: false));
    }

    private void ExpectSignal(object completion) => _fabric.ExpectMsg(new Signal(Requester, TestActor, completion));

    private void Give(IActorRef engine, ulong page)
    {
        engine.Tell(new WritePages(1, page * Page, Page, Present: true));
        ExpectSignal(new PagesWritten(1, Present: true));
    }

    private IActorRef Make()
    {
        IActorRef engine = ActorOf(Props.Create(() => new DmaEngine(Requester, _fabric.Ref, Around.Plain)));
        engine.Tell(new ProgramKey(1, s_start, 4 * Page, RelaxedOrdering: true) { OnDemand = true });
        ExpectMsg(new KeyProgrammed(1));
        return engine;
    }
}
