using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Pinner, address space, folios and memory at work together.</summary>
public sealed class ProcessTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;

    private readonly SmallProcess _process = new();
    private readonly MemlockAccount _account = new(limitPages: 4096);
    private readonly TestProbe _other;
    private IActorRef _space = ActorRefs.Nobody;
    private IActorRef _pinner = ActorRefs.Nobody;

    public ProcessTests() => _other = CreateTestProbe();

    [Fact]
    [Trait("row", "G4")]
    public void A_pin_that_meets_the_end_of_its_vma_leaves_every_count_as_it_was()
    {
        Pfn[] heads = [_process.Give(0), _process.Give(16, order: 4), _process.Give(512, order: 8)];
        _process.AddVma(0, 1).AddVma(16, 32).AddVma(512, 768);
        Make();
        Folio[] before = [.. heads.Select(_process.FolioOf)];

        _pinner.Tell(Pin(512, 512));

        ExpectMsg(new PinRefused(1, Errno.EFAULT));
        Assert.Equal(before, heads.Select(_process.FolioOf));
        Assert.Equal(0UL, _account.PinnedPages);
        Assert.Equal(_process.Folios.NrFollPinAcquired, _process.Folios.NrFollPinReleased);
        Assert.Equal(256, _process.Folios.NrFollPinAcquired);
    }

    [Fact]
    public void A_pin_of_mixed_folios_has_one_chunk_for_each()
    {
        _process.Give(0, order: 9);
        _process.Give(512, order: 4);
        _process.Give(528);
        Make(_process.AddVma(0, 529));

        _pinner.Tell(Pin(0, 529));

        RangeCpu range = ExpectMsg<Pinned>().Range;
        Assert.Equal((3, 529 * Page), (range.ChunkCount, range.LengthBytes));
    }

    [Fact]
    public void A_pin_given_back_leaves_only_the_dirty_mark()
    {
        Pfn head = _process.Give(0, order: 4);
        Make(_process.AddVma(0, 16));
        Folio before = _process.FolioOf(head);
        _pinner.Tell(Pin(0, 16));
        RangeCpu range = ExpectMsg<Pinned>().Range;

        _pinner.Tell(new Unpin(1, range, Dirty: true));

        ExpectMsg<Unpinned>();
        Assert.Equal(before with { Flags = before.Flags | FolioFlags.Dirty }, _process.FolioOf(head));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void A_pin_after_a_fork_pins_the_writers_own_copy()
    {
        Pfn head = _process.Give(0);
        Make(_process.AddVma(0, 1));
        _space.Tell(new Fork(8));
        ExpectMsg<Forked>();

        _pinner.Tell(Pin(0, 1));

        Pfn pinned = Pfn.Of(ExpectMsg<Pinned>().Range[0].Start);
        Assert.NotEqual(head, pinned);
        Assert.Equal((1, SmallProcess.Number), (_process.FolioOf(pinned).MapCount, _process.FolioOf(pinned).Owner));
        Assert.Equal(1, _process.FolioOf(head).MapCount);
    }

    [Fact]
    public void A_fork_of_a_pinned_process_leaves_the_pin_where_it_is()
    {
        Pfn head = _process.Give(0, order: 4);
        Make(_process.AddVma(0, 16));
        _pinner.Tell(Pin(0, 16));
        ExpectMsg<Pinned>();
        Folio before = _process.FolioOf(head);

        _space.Tell(new Fork(8));

        ExpectMsg<Forked>();
        Assert.Equal(before, _process.FolioOf(head));
        Assert.Equal(2, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_child_that_exits_gives_its_copies_back()
    {
        _process.Give(0, order: 4);
        _process.Give(16);
        Make(_process.AddVma(0, 17));
        _pinner.Tell(Pin(0, 16));
        ExpectMsg<Pinned>();
        ulong free = _process.Folios.FreeFrames;
        _space.Tell(new Fork(8));
        IActorRef child = Watch(ExpectMsg<Forked>().Child);

        child.Tell(new Exit());

        ExpectTerminated(child);
        Assert.Equal((free, 2), (_process.Folios.FreeFrames, _process.Folios.LiveFolios));
    }

    [Fact]
    public void A_fork_that_runs_out_of_memory_gives_all_of_it_back()
    {
        SmallProcess small = new(frames: 48);
        Pfn first = small.Give(0, order: 4);
        small.Give(16, order: 4);
        Make(small.AddVma(0, 32));
        _pinner.Tell(Pin(0, 32));
        ExpectMsg<Pinned>();
        ulong free = small.Folios.FreeFrames;

        _space.Tell(new Fork(8));

        ExpectMsg(new ForkRefused(8, Errno.ENOMEM));
        AwaitAssert(() => Assert.Equal((free, 2), (small.Folios.FreeFrames, small.Folios.LiveFolios)));
        Assert.Equal(1, small.FolioOf(first).MapCount);
    }

    [Fact]
    public void A_folio_migrates_from_any_of_its_pages_and_can_be_pinned_where_it_went()
    {
        Pfn head = _process.Give(0, order: 4);
        Make(_process.AddVma(0, 16));
        _space.Tell(new MigrateAt(SmallProcess.At(11)));
        ExpectMsg(new MigrationDone(Errno.None));

        _pinner.Tell(Pin(0, 16));

        Assert.NotEqual(head, Pfn.Of(ExpectMsg<Pinned>().Range[0].Start));
    }

    [Fact]
    [Trait("row", "G10")]
    public void A_pinned_folio_does_not_migrate()
    {
        _process.Give(0, order: 4);
        Make(_process.AddVma(0, 16));
        _pinner.Tell(Pin(0, 16));
        ExpectMsg<Pinned>();

        _space.Tell(new MigrateAt(SmallProcess.At(0)));

        ExpectMsg(new MigrationDone(Errno.EAGAIN));
    }

    [Fact]
    public void A_pin_for_long_of_movable_memory_comes_to_an_end()
    {
        SmallProcess movable = new(zone: MemoryZone.Movable);
        movable.Give(0);
        Make(movable.AddVma(0, 1));

        _pinner.Tell(Pin(0, 1));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void Forks_and_migrations_of_the_same_pages_come_to_an_end_in_any_order()
    {
        _process.Give(0, order: 4);
        Make(_process.AddVma(0, 16));
        for (int i = 0; i < 4; i++)
        {
            _space.Tell(new MigrateAt(SmallProcess.At(3)), _other.Ref);
            _space.Tell(new Fork(8 + i));
        }

        IEnumerable<object> answers = ReceiveN(4);

        Assert.All(answers, answer => Assert.IsType<Forked>(answer));
        Assert.Equal(4, _other.ReceiveN(4).OfType<MigrationDone>().Count());
    }

    private static Pin Pin(ulong page, ulong pages) =>
        new(1, SmallProcess.At(page), pages * Page, FollFlags.Write | FollFlags.Longterm);

    private void Make() => Make(_process);

    private void Make(SmallProcess process)
    {
        IActorRef memory = ActorOf(Props.Create(() => new PhysicalMemory(Around.Plain)));
        IActorRef folios = ActorOf(Props.Create(() => new FolioManager(process.Folios, memory, Around.Plain)));
        IActorRef space = ActorOf(Props.Create(() => new AddressSpace(
            SmallProcess.Number, process.Vmas, process.Pages, folios, Around.Plain)));
        _space = space;
        _pinner = ActorOf(Props.Create(() => new GupPinner(
            SmallProcess.Number, space, folios, _account, 512, 2, Around.Plain)));
    }
}
