using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A pin for long moves what it may not keep where it is; every count is as it should be afterwards.</summary>
public sealed class LongtermTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const FollFlags Longterm = FollFlags.Write | FollFlags.Longterm;

    [Theory]
    [InlineData(MemoryZone.Movable)]
    [InlineData(MemoryZone.Cma)]
    public void Folios_in_movable_memory_are_moved_before_they_are_pinned(MemoryZone zone)
    {
        SmallProcess process = SmallProcess.InZones(zone);
        Pfn small = process.Give(0);
        Pfn large = process.Give(16, order: 4);
        process.AddVma(0, 1).AddVma(16, 32);
        ProcessCast cast = new(this, process);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(16), 16 * Page, Longterm));

        Phyr pinned = ExpectMsg<Pinned>().Range[0];
        Folio folio = process.FolioOf(Pfn.Of(pinned.Start));
        Assert.Equal((MemoryZone.Normal, 4, 16), (folio.Zone, folio.Order, folio.PinCount));
        Assert.False(process.Folios.TryFind(large, out _));
        Assert.Equal(zone, process.FolioOf(small).Zone);
    }

    [Fact]
    public void Where_there_is_nowhere_to_go_nothing_is_pinned_and_ENOMEM_is_told()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable);
        Pfn head = process.Give(0);
        process.ExhaustNormal();
        ProcessCast cast = new(this, process.AddVma(0, 1));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Page, Longterm));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
        Assert.False(process.FolioOf(head).MaybeDmaPinned);
        Assert.Equal(0UL, cast.Account.PinnedPages);
        Assert.Equal(process.Folios.NrFollPinAcquired, process.Folios.NrFollPinReleased);
    }

    [Fact]
    public void A_folio_that_somebody_else_holds_fails_the_pin_after_its_passes()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable);
        Pfn head = process.Give(0);
        process.Folios.TryGet(head);
        ProcessCast cast = new(this, process.AddVma(0, 1));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Page, Longterm));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
        Assert.Equal(2, process.FolioOf(head).RefCount);
    }

    [Fact]
    public void What_waits_in_a_batch_for_the_LRU_list_is_drained_and_moved()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable, lruBatch: 8);
        process.Folios.AddToLru(process.Give(0));
        ProcessCast cast = new(this, process.AddVma(0, 1));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Page, Longterm));

        Assert.Equal(MemoryZone.Normal, process.FolioOf(Pfn.Of(ExpectMsg<Pinned>().Range[0].Start)).Zone);
    }

    [Fact]
    public void Without_the_drain_the_pin_fails()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable, lruBatch: 8);
        process.Folios.AddToLru(process.Give(0));
        ProcessCast cast = new(this, process.AddVma(0, 1), Around.With(Mutation.B42));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Page, Longterm));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
    }

    [Fact]
    public void A_pin_for_a_short_time_leaves_folios_where_they_are()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable);
        Pfn head = process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));

        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(0), Page, FollFlags.Write));

        Assert.Equal([head], ExpectMsg<PagesTaken>().Pages.ToArray());
    }

    [Fact]
    public void A_hole_is_filled_from_memory_where_it_may_stay()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable);
        ProcessCast cast = new(this, process.AddVma(0, 2));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 2 * Page, Longterm));

        RangeCpu range = ExpectMsg<Pinned>().Range;
        Assert.Equal(MemoryZone.Normal, process.FolioOf(Pfn.Of(range[0].Start)).Zone);
        Assert.Equal(2 * Page, range.LengthBytes);
    }

    [Fact]
    [Trait("row", "G10")]
    public void A_block_with_a_pinned_folio_can_neither_be_emptied_nor_go_offline()
    {
        SmallProcess process = new();
        process.Give(0, order: 4);
        ProcessCast cast = new(this, process.AddVma(0, 16));
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 16 * Page, Longterm));
        Pfn pinned = Pfn.Of(ExpectMsg<Pinned>().Range[0].Start);

        cast.Folios.Tell(new Evacuate(pinned, Offline: true, cast.Space));

        ExpectMsg(new Evacuated(pinned, Errno.EBUSY));
        Assert.False(process.Folios.IsIsolated(pinned));
    }

    [Fact]
    public void A_block_whose_folios_move_away_goes_offline()
    {
        SmallProcess process = new();
        Pfn head = process.Give(0, order: 4);
        ProcessCast cast = new(this, process.AddVma(0, 16));

        cast.Folios.Tell(new Evacuate(head, Offline: true, cast.Space));

        ExpectMsg(new Evacuated(head, Errno.None));
        Assert.Equal((512UL, 1), (process.Folios.OfflineFrames, process.Folios.LiveFolios));
    }

    [Theory]
    [InlineData(RmapOperation.Split)]
    [InlineData(RmapOperation.Reclaim)]
    [Trait("row", "G10")]
    public void A_pinned_folio_is_neither_split_nor_swapped_out(RmapOperation operation)
    {
        SmallProcess process = new();
        Pfn head = process.Give(0, order: 4);
        ProcessCast cast = new(this, process.AddVma(0, 16));
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 16 * Page, Longterm));
        ExpectMsg<Pinned>();
        Folio before = process.FolioOf(head);

        cast.Space.Tell(new OperateAt(SmallProcess.At(3), operation));

        ExpectMsg(new OperationDone(operation, Errno.EAGAIN));
        Assert.Equal(before, process.FolioOf(head));
    }

    [Fact]
    public void A_folio_is_split_and_its_pages_can_be_pinned_one_by_one()
    {
        SmallProcess process = new();
        process.Give(0, order: 4);
        ProcessCast cast = new(this, process.AddVma(0, 16));
        cast.Space.Tell(new OperateAt(SmallProcess.At(3), RmapOperation.Split));
        ExpectMsg(new OperationDone(RmapOperation.Split, Errno.None));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 16 * Page, Longterm));

        Assert.Equal((16, 16), (ExpectMsg<Pinned>().Range.ChunkCount, process.Folios.LiveFolios));
    }

    [Fact]
    public void A_page_that_was_swapped_out_is_faulted_in_by_a_pin()
    {
        SmallProcess process = new();
        process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));
        cast.Space.Tell(new OperateAt(SmallProcess.At(0), RmapOperation.Reclaim));
        ExpectMsg(new OperationDone(RmapOperation.Reclaim, Errno.None));
        int live = process.Folios.LiveFolios;

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Page, Longterm));

        ExpectMsg<Pinned>();
        Assert.Equal((0, 1), (live, process.Folios.LiveFolios));
    }

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EBUSY)]
    [Trait("row", "G10")]
    public void Memory_that_fails_is_lost_to_the_process_and_a_pin_keeps_it(bool pinned, Errno errno)
    {
        SmallProcess process = new();
        Pfn head = process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));
        if (pinned)
        {
            cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Page, Longterm));
            ExpectMsg<Pinned>();
        }

        cast.Space.Tell(new OperateAt(SmallProcess.At(0), RmapOperation.Fail));

        ExpectMsg(new OperationDone(RmapOperation.Fail, errno));
        Assert.Equal(pinned, process.Folios.TryFind(head, out _));
        cast.Pinner.Tell(new Pin(2, SmallProcess.At(0), Page, Longterm));
        ExpectMsg(new PinRefused(2, Errno.EFAULT));
    }
}
