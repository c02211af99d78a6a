using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Charge first, pin in batches, and exact unwind.</summary>
public sealed class GupPinnerTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const FollFlags Flags = FollFlags.Write | FollFlags.Longterm;

    private readonly TestProbe _space;
    private readonly TestProbe _folios;
    private readonly TestProbe _events;
    private readonly MemlockAccount _account = new(limitPages: 16);

    public GupPinnerTests() => (_space, _folios, _events) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(0UL, 100UL)]
    [InlineData(8UL, Page)]
    [InlineData(0UL, Page + 1)]
    [InlineData(ulong.MaxValue - 4095, 2 * Page)]
    public void A_range_that_is_no_whole_pages_of_an_address_space_is_refused(ulong start, ulong lengthBytes)
    {
        IActorRef pinner = Make();

        pinner.Tell(new Pin(1, new VirtAddr(start), lengthBytes, Flags));

        ExpectMsg(new PinRefused(1, Errno.EINVAL));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void The_last_page_of_an_address_space_can_be_pinned()
    {
        IActorRef pinner = Make();

        pinner.Tell(new Pin(1, new VirtAddr(ulong.MaxValue - 4095), Page, Flags));

        _space.ExpectMsg<ReadPtes>();
    }

    [Fact]
    public void A_pin_above_the_memlock_limit_is_refused_before_anything_is_read()
    {
        IActorRef pinner = Make();

        pinner.Tell(PinPages(17));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
        _space.ExpectNoMsg(100);
    }

    [Fact]
    public void The_charge_is_taken_before_the_pins()
    {
        IActorRef pinner = Make();

        pinner.Tell(PinPages(16));

        _space.ExpectMsg<ReadPtes>();
        Assert.Equal(16UL, _account.PinnedPages);
    }

    [Fact]
    public void Pins_under_way_count_against_the_limit()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(10));

        pinner.Tell(PinPages(7) with { Number = 2 });

        ExpectMsg(new PinRefused(2, Errno.ENOMEM));
    }

    [Fact]
    public void Two_pins_can_be_under_way()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(1));
        pinner.Tell(PinPages(1) with { Number = 2 });
        ReadPtes first = _space.ExpectMsg<ReadPtes>();
        ReadPtes second = _space.ExpectMsg<ReadPtes>();

        pinner.Tell(Checked(second, 1));
        pinner.Tell(Checked(first, 1));

        Assert.Equal((2, 1), (ExpectMsg<Pinned>().Pin, ExpectMsg<Pinned>().Pin));
    }

    [Fact]
    public void A_long_pin_is_read_in_batches()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(6));
        ReadPtes first = _space.ExpectMsg<ReadPtes>();

        pinner.Tell(Checked(first, 4));

        ReadPtes second = _space.ExpectMsg<ReadPtes>();
        Assert.Equal((4 * Page, 2 * Page), (first.LengthBytes, second.LengthBytes));
        Assert.Equal(4 * Page, second.Start - first.Start);
    }

    [Fact]
    public void All_batches_together_are_the_range()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(6));
        pinner.Tell(Checked(_space.ExpectMsg<ReadPtes>(), 4));

        pinner.Tell(Checked(_space.ExpectMsg<ReadPtes>(), 2));

        RangeCpu range = ExpectMsg<Pinned>().Range;
        Assert.Equal((6 * Page, 6), (range.LengthBytes, range.ChunkCount));
    }

    [Fact]
    public void A_short_batch_is_gone_on_with_where_it_ended()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(4));
        ReadPtes first = _space.ExpectMsg<ReadPtes>();

        pinner.Tell(Checked(first, 1));

        ReadPtes second = _space.ExpectMsg<ReadPtes>();
        Assert.Equal((Page, 3 * Page, false), (second.Start - first.Start, second.LengthBytes, second.Slow));
    }

    [Fact]
    public void What_needs_the_slow_path_goes_there()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(4));

        pinner.Tell(Checked(_space.ExpectMsg<ReadPtes>(), 1) with { NeedsSlowPath = true });

        Assert.True(_space.ExpectMsg<ReadPtes>().Slow);
    }

    [Fact]
    public void Pins_that_are_not_good_are_dropped_before_their_pages_are_read_again()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(4));
        ReadPtes first = _space.ExpectMsg<ReadPtes>();
        pinner.Tell(Checked(first, 3) with { Good = 1, NeedsSlowPath = true });
        DropPins drop = _folios.ExpectMsg<DropPins>();
        _space.ExpectNoMsg(100);

        _folios.Reply(new PinsDropped(1));

        Assert.Equal(2, drop.Runs.Length);
        ReadPtes second = _space.ExpectMsg<ReadPtes>();
        Assert.Equal((Page, true), (second.Start - first.Start, second.Slow));
    }

    [Fact]
    public void A_pin_that_took_nothing_is_refused_and_uncharged()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(4));

        pinner.Tell(new BatchRefused(_space.ExpectMsg<ReadPtes>(), Errno.EFAULT));

        ExpectMsg(new PinRefused(1, Errno.EFAULT));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    [Trait("row", "G4")]
    public void A_pin_that_took_k_of_n_gives_exactly_those_back_undirtied_and_is_refused()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(8));
        pinner.Tell(Checked(_space.ExpectMsg<ReadPtes>(), 3));
        pinner.Tell(new BatchRefused(_space.ExpectMsg<ReadPtes>(), Errno.EFAULT));
        ReleasePins first = _folios.ExpectMsg<ReleasePins>();
        _folios.Reply(new PinsReleased(1, first.FirstChunk, first.Chunks));
        ReleasePins second = _folios.ExpectMsg<ReleasePins>();

        _folios.Reply(new PinsReleased(1, second.FirstChunk, second.Chunks));

        ExpectMsg(new PinRefused(1, Errno.EFAULT));
        Assert.Equal((3 * Page, false), (first.Range.LengthBytes, first.Dirty));
        Assert.Equal(((0, 2), (2, 1)), ((first.FirstChunk, first.Chunks), (second.FirstChunk, second.Chunks)));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void A_refused_pin_is_told_only_after_its_pins_are_back()
    {
        IActorRef pinner = Make();
        pinner.Tell(PinPages(8));
        pinner.Tell(Checked(_space.ExpectMsg<ReadPtes>(), 1));

        pinner.Tell(new BatchRefused(_space.ExpectMsg<ReadPtes>(), Errno.EFAULT));

        _folios.ExpectMsg<ReleasePins>();
        ExpectNoMsg(100);
    }

    [Fact]
    public void An_unpin_goes_in_parts_and_ends_with_the_charge()
    {
        IActorRef pinner = Make();
        RangeCpu range = PinAll(pinner, 4);
        pinner.Tell(new Unpin(1, range, Dirty: true));
        Assert.True(_folios.ExpectMsg<ReleasePins>() is { FirstChunk: 0, Chunks: 2, Dirty: true });
        _folios.Reply(new PinsReleased(1, 0, 2));
        Assert.True(_folios.ExpectMsg<ReleasePins>() is { FirstChunk: 2, Chunks: 2, Dirty: true });
        ulong chargedBefore = _account.PinnedPages;

        _folios.Reply(new PinsReleased(1, 2, 2));

        ExpectMsg(new Unpinned(1));
        Assert.Equal((4UL, 0UL), (chargedBefore, _account.PinnedPages));
    }

    [Fact]
    public void An_unpin_can_be_cut_anywhere()
    {
        IActorRef pinner = Make(Around.Choosing("unpin.cut", 1));
        RangeCpu range = PinAll(pinner, 4);

        pinner.Tell(new Unpin(1, range, Dirty: true));

        Assert.Equal(1, _folios.ExpectMsg<ReleasePins>().Chunks);
    }

    [Fact]
    public void A_charge_and_its_end_are_published()
    {
        IActorRef pinner = Make();
        Sys.EventStream.Subscribe(_events.Ref, typeof(MemlockCharged));
        Sys.EventStream.Subscribe(_events.Ref, typeof(MemlockUncharged));
        pinner.Tell(PinPages(4));

        pinner.Tell(new BatchRefused(_space.ExpectMsg<ReadPtes>(), Errno.EFAULT));

        _events.ExpectMsg(new MemlockCharged(SmallProcess.Number, 4) { Pin = 1, LimitPages = 16 });
        _events.ExpectMsg(new MemlockUncharged(SmallProcess.Number, 4) { Pin = 1 });
    }

    [Fact]
    public void M10_gives_the_pins_back_twice_and_the_charge_once()
    {
        IActorRef pinner = Make(Around.With(Mutation.M10));
        RangeCpu range = PinAll(pinner, 1);
        pinner.Tell(new Unpin(1, range, Dirty: true));
        _folios.ExpectMsg<ReleasePins>();
        _folios.Reply(new PinsReleased(1, 0, 1));

        ReleasePins again = _folios.ExpectMsg<ReleasePins>();
        _folios.Reply(new PinsReleased(1, 0, 1));

        Assert.Equal(0, again.FirstChunk);
        ExpectMsg(new Unpinned(1));
    }

    private static Pin PinPages(ulong pages) => new(1, SmallProcess.At(0), pages * Page, Flags);

    /// <summary>Pins of single pages, each its own folio.</summary>
    private static BatchChecked Checked(ReadPtes batch, int pages)
    {
        ulong first = 0x100 + (2 * (batch.Start.Value >> Pfn.FrameSizeLog2));
        PinnedRun[] taken = [.. Enumerable.Range(0, pages).Select(page => Run(first + (2 * (ulong)page)))];
        return new BatchChecked(batch, taken, pages, NeedsSlowPath: false);
    }

    private static PinnedRun Run(ulong frame) => new(new Pfn(frame), 1, new FrameBlock(new Pfn(frame), 0));

    private RangeCpu PinAll(IActorRef pinner, int pages)
    {
        pinner.Tell(PinPages((ulong)pages));
        pinner.Tell(Checked(_space.ExpectMsg<ReadPtes>(), pages));
        return ExpectMsg<Pinned>().Range;
    }

    private IActorRef Make(Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        return ActorOf(Props.Create(() => new GupPinner(
            SmallProcess.Number, _space.Ref, _folios.Ref, _account, 4, 2, around)));
    }
}
