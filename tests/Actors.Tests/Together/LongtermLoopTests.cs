using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Between collecting, draining, giving back and moving others have their turn.</summary>
public sealed class LongtermLoopTests : TestKit
{
    private const ulong PageBytes = Pfn.FrameSizeBytes;
    private const FollFlags Longterm = FollFlags.Write | FollFlags.Longterm;

    [Fact]
    public void Another_pin_goes_back_between_the_collection_and_the_end_of_the_batch()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable);
        Pfn head = process.Give(0);
        process.Folios.TryPin(head, 2, out Folio folio);
        using ManualResetEventSlim gate = new();
        ProcessCast cast = new(this, process.AddVma(0, 1), Around.Working("folio.unmap", _ => gate.Wait()));
        TestProbe events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(FramesUnpinned));
        Sys.EventStream.Subscribe(events.Ref, typeof(FramesDropped));
        cast.Folios.Tell(new PutMappings(default, Answer: false));
        cast.Folios.Tell(new MigrateUnpinnable(1, new[] { new PinnedRun(head, 1, folio.Block) }, cast.Space));
        cast.Folios.Tell(new ReleasePins(2, Ranges.Of(folio.Block), 0, 1, Dirty: false));

        gate.Set();

        Assert.Equal(2, events.ExpectMsg<FramesUnpinned>().Pin);
        Assert.Equal(1, events.ExpectMsg<FramesDropped>().Pin);
    }

    [Fact]
    public void A_folio_that_waits_again_after_the_drain_is_drained_in_the_next_round()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable, lruBatch: 8);
        Pfn head = process.Give(0);
        process.Folios.AddToLru(head);
        int drains = 0;
        ProcessCast cast = new(this, process.AddVma(0, 1), Around.Working("lru.drain-folio", _ =>
        {
            if (drains++ == 0)
            {
                process.Folios.AddToLru(head);
            }
        }));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), PageBytes, Longterm));

        Folio pinned = process.FolioOf(Pfn.Of(ExpectMsg<Pinned>().Range[0].Start));
        Assert.Equal((MemoryZone.Normal, 2), (pinned.Zone, drains));
        Assert.False(process.Folios.TryFind(head, out _));
    }

    [Fact]
    public void A_folio_that_another_cpu_holds_after_the_drain_fails_the_pin_and_is_not_blamed_on_the_drain()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable, lruBatch: 8);
        Pfn head = process.Give(0);
        process.Folios.AddToLru(head);
        ProcessCast cast = new(
            this, process.AddVma(0, 1), Around.Working("lru.drain-folio", _ => process.Folios.TryGet(head)));
        TestProbe events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(UndrainedPinFailed));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), PageBytes, Longterm));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
        Assert.False(process.FolioOf(head).MaybeDmaPinned);
        events.ExpectNoMsg(50);
    }

    [Fact]
    public void Where_nothing_waits_nobody_is_drained()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable, lruBatch: 8);
        process.Give(0);
        int drains = 0;
        ProcessCast cast = new(this, process.AddVma(0, 1), Around.Working("lru.drain-folio", _ => drains++));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), PageBytes, Longterm));

        ExpectMsg<Pinned>();
        Assert.Equal(0, drains);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Memory_of_a_device_that_will_not_move_is_EBUSY(bool isHeld)
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.DeviceCoherent);
        Pfn head = process.Give(0);
        if (isHeld)
        {
            process.Folios.TryGet(head);
        }
        else
        {
            process.ExhaustNormal();
        }

        ProcessCast cast = new(this, process.AddVma(0, 1));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), PageBytes, Longterm));

        ExpectMsg(new PinRefused(1, Errno.EBUSY));
        Assert.False(process.FolioOf(head).MaybeDmaPinned);
    }

    [Fact]
    public void Memory_of_a_device_moves_before_what_is_only_movable()
    {
        SmallProcess process = SmallProcess.OfEveryZone().AddVma(0, 2);
        process.Zone = MemoryZone.Movable;
        process.Folios.TryGet(process.Give(0));
        process.Zone = MemoryZone.DeviceCoherent;
        process.Give(1);
        ProcessCast cast = new(this, process);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 2 * PageBytes, Longterm));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
        string counts = process.Counts();
        Assert.DoesNotContain(nameof(MemoryZone.DeviceCoherent), counts, StringComparison.Ordinal);
        Assert.Contains(nameof(MemoryZone.Movable), counts, StringComparison.Ordinal);
    }
}
