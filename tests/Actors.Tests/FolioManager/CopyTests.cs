using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Copies for a child and for a writer.</summary>
public sealed class CopyTests : TestKit
{
    private const int Child = 8;

    private readonly TestProbe _space;
    private readonly TestProbe _memory;
    private readonly SmallProcess _process = new();

    public CopyTests() => (_space, _memory) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void A_page_that_is_not_pinned_is_shared()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);

        folios.Tell(Copy(SmallProcess.Entry(0, head)));

        Assert.Equal([head], _space.ExpectMsg<PagesCopied>().Copies.ToArray());
        Assert.Equal(2, _process.FolioOf(head).MapCount);
    }

    [Fact]
    public void A_page_that_is_shared_belongs_to_nobody_alone()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);

        folios.Tell(Copy(SmallProcess.Entry(0, head)));

        _space.ExpectMsg<PagesCopied>();
        Assert.False(_process.FolioOf(head).Has(FolioFlags.AnonExclusive));
    }

    [Fact]
    public void A_pinned_page_is_copied_and_told_once_the_copy_is_handed_over()
    {
        Pfn head = _process.Give(0, order: 4);
        _process.Folios.TryPin(head, 16, out _);
        IActorRef folios = Make(_process);
        folios.Tell(Copy(SmallProcess.Entry(0, head, 16)));
        PhysicalMemoryProtocol.HandOver handOver = _memory.ExpectMsg<PhysicalMemoryProtocol.HandOver>();
        _space.ExpectNoMsg(100);

        _memory.Reply(new PhysicalMemoryProtocol.HandedOver(handOver.Ticket));

        Pfn copy = Assert.Single(_space.ExpectMsg<PagesCopied>().Copies.ToArray());
        Assert.Equal(handOver.Blocks.Span[0].Head, copy);
        Assert.Equal((1, 1, Child), Counts(_process.FolioOf(copy)));
    }

    [Fact]
    public void Part_of_a_pinned_folio_is_copied_to_the_same_place_in_the_copy()
    {
        Pfn head = _process.Give(0, order: 4);
        _process.Folios.TryPin(head, 16, out _);
        IActorRef folios = Make(_process);

        folios.Tell(Copy(SmallProcess.Entry(3, head + 3, 2)));
        PhysicalMemoryProtocol.HandOver handOver = _memory.ExpectMsg<PhysicalMemoryProtocol.HandOver>();
        _memory.Reply(new PhysicalMemoryProtocol.HandedOver(handOver.Ticket));

        Assert.Equal([handOver.Blocks.Span[0].Head + 3], _space.ExpectMsg<PagesCopied>().Copies.ToArray());
    }

    [Fact]
    public void A_pinned_page_is_shared_when_nothing_was_ever_pinned_here()
    {
        Pfn head = _process.Give(0);
        _process.Folios.TryPin(head, 1, out _);
        IActorRef folios = Make(_process);

        folios.Tell(Copy(SmallProcess.Entry(0, head)) with { CopyPinned = false });

        Assert.Equal([head], _space.ExpectMsg<PagesCopied>().Copies.ToArray());
    }

    [Fact]
    public void A_page_that_others_share_already_is_shared_though_it_looks_pinned()
    {
        Pfn head = _process.Give(0);
        _process.Folios.TryPin(head, 1, out _);
        IActorRef folios = Make(_process);

        folios.Tell(Copy(SmallProcess.Entry(0, head, flags: PteFlags.Present)));

        Assert.Equal([head], _space.ExpectMsg<PagesCopied>().Copies.ToArray());
    }

    [Fact]
    public void No_memory_for_a_copy_ends_the_batch_before_it()
    {
        (Pfn first, Pfn second) = (_process.Give(0), _process.Give(1));
        _process.Folios.TryPin(second, 1, out _);
        _process.Exhaust();
        IActorRef folios = Make(_process);

        folios.Tell(Copy(SmallProcess.Entry(0, first), SmallProcess.Entry(1, second)));

        PagesCopied copied = _space.ExpectMsg<PagesCopied>();
        Assert.Equal(Errno.ENOMEM, copied.Errno);
        Assert.Equal([first], copied.Copies.ToArray());
    }

    [Fact]
    public void A_writer_that_maps_a_page_alone_keeps_it()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);

        folios.Tell(Break(SmallProcess.Entry(0, head, flags: PteFlags.Present)));

        CowResolved resolved = _space.ExpectMsg<CowResolved>();
        Assert.Equal((head, Errno.None), (resolved.Frame, resolved.Errno));
    }

    [Fact]
    public void A_writer_that_shares_a_page_gets_a_copy_once_it_is_handed_over()
    {
        Pfn head = _process.Give(0);
        _process.Folios.TryMap(head, Child, SmallProcess.At(0));
        IActorRef folios = Make(_process);
        folios.Tell(Break(SmallProcess.Entry(0, head, flags: PteFlags.Present)));
        PhysicalMemoryProtocol.HandOver handOver = _memory.ExpectMsg<PhysicalMemoryProtocol.HandOver>();

        _memory.Reply(new PhysicalMemoryProtocol.HandedOver(handOver.Ticket));

        Pfn copy = _space.ExpectMsg<CowResolved>().Frame;
        Assert.Equal((1, 1, SmallProcess.Number), Counts(_process.FolioOf(copy)));
        Assert.Equal(TestActor, _space.Sender);
    }

    [Fact]
    public void A_writer_without_memory_for_its_copy_is_refused()
    {
        Pfn head = _process.Give(0);
        _process.Folios.TryMap(head, Child, SmallProcess.At(0));
        _process.Exhaust();
        IActorRef folios = Make(_process);

        folios.Tell(Break(SmallProcess.Entry(0, head, flags: PteFlags.Present)));

        Assert.Equal(Errno.ENOMEM, _space.ExpectMsg<CowResolved>().Errno);
    }

    private static (int References, int Mappings, int Owner) Counts(Folio folio) =>
        (folio.RefCount, folio.MapCount, folio.Owner);

    private CopyPages Copy(params PteRun[] entries) => new(Child, entries, CopyPinned: true, _space.Ref);

    private BreakCow Break(PteRun entry)
    {
        ReadPtes batch = new(1, entry.Start, entry.LengthBytes, FollFlags.Write, Slow: true);
        return new BreakCow(batch, entry, SmallProcess.Number, _space.Ref);
    }

    private IActorRef Make(SmallProcess process) =>
        ActorOf(Props.Create(() => new FolioManager(process.Folios, _memory.Ref, Around.Plain)));
}
