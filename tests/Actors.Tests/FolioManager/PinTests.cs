using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Pins and mappings at the folios.</summary>
public sealed class PinTests : TestKit
{
    private readonly TestProbe _space;
    private readonly TestProbe _memory;
    private readonly TestProbe _events;
    private readonly SmallProcess _process = new();

    public PinTests() => (_space, _memory, _events) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    [Fact]
    [Trait("row", "G5")]
    public void A_pin_of_a_large_folio_counts_its_pages_once_and_names_the_folio()
    {
        Pfn head = _process.Give(0, order: 4);
        IActorRef folios = Make(_process);

        folios.Tell(Take(SmallProcess.Entry(0, head, 16)));

        PinnedRun run = Assert.Single(_space.ExpectMsg<Recheck>().Taken.ToArray());
        Assert.Equal(new PinnedRun(head, 16, new FrameBlock(head, 4)), run);
        Assert.Equal(16, _process.FolioOf(head).PinCount);
    }

    [Fact]
    [Trait("row", "G5")]
    public void Pins_given_back_leave_the_counts_as_they_were()
    {
        Pfn head = _process.Give(0, order: 4);
        Folio before = _process.FolioOf(head);
        IActorRef folios = Make(_process);
        folios.Tell(Take(SmallProcess.Entry(0, head, 16)));
        _space.ExpectMsg<Recheck>();

        folios.Tell(new ReleasePins(1, Ranges.Of(new FrameBlock(head, 4)), 0, 1, Dirty: false));

        ExpectMsg<PinsReleased>();
        Assert.Equal(before, _process.FolioOf(head));
    }

    [Fact]
    public void Pins_end_at_a_frame_without_a_folio()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);

        folios.Tell(Take(SmallProcess.Entry(0, head), SmallProcess.Entry(1, new Pfn(0x700))));

        Recheck check = _space.ExpectMsg<Recheck>();
        Assert.Equal((1, Errno.EAGAIN), (check.Taken.Length, check.Errno));
    }

    [Fact]
    public void The_fast_path_backs_off_from_a_folio_that_may_not_be_pinned_for_long()
    {
        SmallProcess movable = new(zone: MemoryZone.Movable);
        Pfn head = movable.Give(0);
        Folio before = movable.FolioOf(head);
        IActorRef folios = Make(movable);

        folios.Tell(Take(SmallProcess.Entry(0, head)));

        Recheck check = _space.ExpectMsg<Recheck>();
        Assert.Equal((0, Errno.EAGAIN), (check.Taken.Length, check.Errno));
        Assert.Equal(before, movable.FolioOf(head));
    }

    [Theory]
    [InlineData(MemoryZone.Movable)]
    [InlineData(MemoryZone.Cma)]
    [InlineData(MemoryZone.DeviceCoherent)]
    [InlineData(MemoryZone.FsDax)]
    public void The_slow_path_pins_it_and_says_that_it_has_to_move(MemoryZone zone)
    {
        SmallProcess movable = new(zone: zone);
        Pfn head = movable.Give(0);
        IActorRef folios = Make(movable);
        TakePins take = Take(SmallProcess.Entry(0, head));

        folios.Tell(take with { Batch = take.Batch with { Slow = true } });

        Recheck check = _space.ExpectMsg<Recheck>();
        Assert.Equal((1, Errno.None, true), (check.Taken.Length, check.Errno, check.NeedsMigration));
    }

    [Theory]
    [InlineData(FollFlags.Write, Errno.EREMOTEIO, 0)]
    [InlineData(FollFlags.Write | FollFlags.PciP2pdma, Errno.None, 1)]
    [Trait("row", "T11")]
    public void Memory_of_a_device_is_pinned_only_when_asked_for(FollFlags flags, Errno errno, int taken)
    {
        SmallProcess device = new(zone: MemoryZone.PciP2pdma);
        Pfn head = device.Give(0);
        IActorRef folios = Make(device);
        TakePins take = Take(SmallProcess.Entry(0, head));

        folios.Tell(take with { Batch = take.Batch with { Flags = flags, Slow = true } });

        Recheck check = _space.ExpectMsg<Recheck>();
        Assert.Equal((errno, taken), (check.Errno, check.Taken.Length));
    }

    [Fact]
    public void A_get_takes_ordinary_references_and_no_pin()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);
        TakePins take = Take(SmallProcess.Entry(0, head));

        folios.Tell(take with { Batch = take.Batch with { Flags = FollFlags.Get } });

        _space.ExpectMsg<Recheck>();
        Assert.Equal((2, false), (_process.FolioOf(head).RefCount, _process.FolioOf(head).MaybeDmaPinned));
    }

    [Fact]
    public void A_folio_in_movable_memory_is_pinned_for_short()
    {
        SmallProcess movable = new(zone: MemoryZone.Movable);
        Pfn head = movable.Give(0);
        IActorRef folios = Make(movable);
        TakePins take = Take(SmallProcess.Entry(0, head));

        folios.Tell(take with { Batch = take.Batch with { Flags = FollFlags.Write } });

        Assert.Equal(1, _space.ExpectMsg<Recheck>().Taken.Length);
    }

    [Fact]
    public void The_recheck_comes_in_the_name_of_whoever_pins()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);

        folios.Tell(Take(SmallProcess.Entry(0, head)));
        _space.ExpectMsg<Recheck>();

        Assert.Equal(TestActor, _space.Sender);
    }

    [Fact]
    public void Dropped_pins_leave_the_counts_as_they_were()
    {
        Pfn head = _process.Give(0);
        Folio before = _process.FolioOf(head);
        IActorRef folios = Make(_process);
        folios.Tell(Take(SmallProcess.Entry(0, head)));
        ReadOnlyMemory<PinnedRun> taken = _space.ExpectMsg<Recheck>().Taken;

        folios.Tell(new DropPins(1, taken));

        ExpectMsg(new PinsDropped(1));
        Assert.Equal(before, _process.FolioOf(head));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Folios_are_marked_dirty_when_asked(bool dirty)
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);
        folios.Tell(Take(SmallProcess.Entry(0, head)));
        _space.ExpectMsg<Recheck>();

        folios.Tell(new ReleasePins(1, Ranges.Of(new FrameBlock(head, 0)), 0, 1, dirty));

        ExpectMsg<PinsReleased>();
        Assert.Equal(dirty, _process.FolioOf(head).Has(FolioFlags.Dirty));
    }

    [Fact]
    public void Only_the_chunks_named_are_given_back()
    {
        (Pfn first, Pfn second) = (_process.Give(0), _process.Give(1, order: 4));
        IActorRef folios = Make(_process);
        folios.Tell(Take(SmallProcess.Entry(0, first), SmallProcess.Entry(1, second, 16)));
        _space.ExpectMsg<Recheck>();
        RangeCpu range = Ranges.Of(new FrameBlock(first, 0), new FrameBlock(second, 4));

        folios.Tell(new ReleasePins(1, range, 1, 1, Dirty: false));

        Assert.Equal(new PinsReleased(1, 1, 1), ExpectMsg<PinsReleased>());
        Assert.Equal((true, false), (_process.FolioOf(first).MaybeDmaPinned, _process.FolioOf(second).MaybeDmaPinned));
    }

    [Fact]
    public void A_pin_given_back_that_nobody_held_is_seen()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);
        Sys.EventStream.Subscribe(_events.Ref, typeof(UnpinUnderflowed));

        folios.Tell(new ReleasePins(5, Ranges.Of(new FrameBlock(head, 0)), 0, 1, Dirty: false));

        Assert.Equal(new UnpinUnderflowed(5, head, FolioRelease.Underflow), _events.ExpectMsg<UnpinUnderflowed>());
    }

    [Fact]
    public void The_last_mapping_frees_the_folio()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);

        folios.Tell(new PutMappings(new[] { SmallProcess.Entry(0, head) }, Answer: true));

        ExpectMsg<MappingsPut>();
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_pin_keeps_the_folio_when_its_last_mapping_goes()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);
        folios.Tell(Take(SmallProcess.Entry(0, head)));

        folios.Tell(new PutMappings(new[] { SmallProcess.Entry(0, head) }, Answer: true));

        ExpectMsg<MappingsPut>();
        Assert.Equal(1, _process.Folios.LiveFolios);
    }

    [Fact]
    public void Mappings_given_back_are_answered_only_when_asked()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make(_process);

        folios.Tell(new PutMappings(new[] { SmallProcess.Entry(0, head) }, Answer: false));

        ExpectNoMsg(100);
    }

    [Fact]
    public void Frames_are_lent_once_they_are_handed_over()
    {
        IActorRef folios = Make(_process);
        folios.Tell(new LendFrames(3));
        PhysicalMemoryProtocol.HandOver handOver = _memory.ExpectMsg<PhysicalMemoryProtocol.HandOver>();
        ExpectNoMsg(100);

        _memory.Reply(new PhysicalMemoryProtocol.HandedOver(handOver.Ticket));

        Assert.Equal(3, ExpectMsg<FramesLent>().Frames.Length);
    }

    [Fact]
    public void Fewer_frames_are_lent_when_memory_runs_out()
    {
        SmallProcess small = new(frames: 2);
        IActorRef folios = Make(small);

        folios.Tell(new LendFrames(3));
        PhysicalMemoryProtocol.HandOver handOver = _memory.ExpectMsg<PhysicalMemoryProtocol.HandOver>();
        _memory.Reply(new PhysicalMemoryProtocol.HandedOver(handOver.Ticket));

        Assert.Equal(2, ExpectMsg<FramesLent>().Frames.Length);
    }

    [Fact]
    public void No_frames_are_lent_without_memory()
    {
        _process.Exhaust();
        IActorRef folios = Make(_process);

        folios.Tell(new LendFrames(3));

        Assert.Equal(0, ExpectMsg<FramesLent>().Frames.Length);
    }

    private TakePins Take(params PteRun[] entries)
    {
        ReadPtes batch = new(1, entries[0].Start, 4096, FollFlags.Write | FollFlags.Longterm, Slow: false);
        return new TakePins(batch, 0, entries, _space.Ref);
    }

    private IActorRef Make(SmallProcess process) =>
        ActorOf(Props.Create(() => new FolioManager(process.Folios, _memory.Ref, Around.Plain)));
}
