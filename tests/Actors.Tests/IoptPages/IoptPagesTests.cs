using static PhyrActors.Actors.IoptPagesProtocol;

namespace PhyrActors.Actors.Tests;

public sealed class IoptPagesTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const ulong Pages = 3;

    private static readonly Iova s_iova = new(0x10_0000);
    private static readonly RangeCpu s_range = Ranges.Of(
        new FrameBlock(new Pfn(0x100), 1), new FrameBlock(new Pfn(0x200), 0));

    private readonly TestProbe _pinner;
    private readonly TestProbe _first;
    private readonly TestProbe _second;
    private readonly MemlockAccount _account = new(Pages);

    public IoptPagesTests() => (_pinner, _first, _second) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    [Fact]
    [Trait("row", "U4")]
    public void Domains_share_pages_that_are_pinned_and_charged_once()
    {
        IActorRef pages = Make();
        Fill(pages, 1, _first, pins: true);

        Fill(pages, 2, _second, pins: false);

        Assert.Equal(Pages, _account.PinnedPages);
        _pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Pages_are_mapped_by_contiguous_span()
    {
        IActorRef pages = Make();
        pages.Tell(new FillDomain(1, _first.Ref, s_iova));
        AnswerPin();

        UnmanagedProtocol.Map[] maps = [AnswerMap(_first), AnswerMap(_first)];

        Assert.Equal([s_iova, s_iova + (2 * Page)], maps.Select(static map => map.Start));
        ExpectMsg(new DomainFilled(1, Errno.None));
    }

    [Fact]
    [Trait("row", "U4")]
    public void Pins_go_after_the_unmap_of_the_last_domain_and_the_charge_after_them()
    {
        IActorRef pages = Make();
        Fill(pages, 1, _first, pins: true);
        Fill(pages, 2, _second, pins: false);
        Unfill(pages, 1, _first);
        pages.Tell(new UnfillDomain(2));
        UnmanagedProtocol.Unmap unmap = _second.ExpectMsg<UnmanagedProtocol.Unmap>();
        _pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        pages.Tell(new UnmanagedProtocol.Unmapped(unmap.Start, unmap.LengthBytes, Errno.None));

        GupPinnerProtocol.Unpin unpin = _pinner.ExpectMsg<GupPinnerProtocol.Unpin>();
        Assert.Equal((true, Pages), (unpin.Dirty, _account.PinnedPages));
        _pinner.Reply(new GupPinnerProtocol.Unpinned(unpin.Pin));
        ExpectMsg(new DomainUnfilled(2, Errno.None));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void Pages_with_a_live_access_stay_pinned_after_the_unmap()
    {
        IActorRef pages = Make();
        Fill(pages, 1, _first, pins: true);
        pages.Tell(new PinAccess(7));
        Assert.Same(s_range, ExpectMsg<AccessPinned>().Range);

        Unfill(pages, 1, _first);

        _pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        pages.Tell(new UnpinAccess(7));
        AnswerUnpin();
        ExpectMsg(new AccessUnpinned(7, Errno.None));
    }

    [Fact]
    public void Above_the_limit_nothing_stays_pinned()
    {
        _account.Charge(1);
        IActorRef pages = Make();
        pages.Tell(new FillDomain(1, _first.Ref, s_iova));
        AnswerPin();

        AnswerUnpin();

        ExpectMsg(new DomainFilled(1, Errno.ENOMEM));
        Assert.Equal(1UL, _account.PinnedPages);
    }

    [Fact]
    public void Without_an_account_nothing_is_charged()
    {
        IActorRef pages = Make(IoptAccount.None);

        Fill(pages, 1, _first, pins: true);

        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void A_domain_that_refuses_a_span_has_the_spans_before_it_unmapped()
    {
        IActorRef pages = Make();
        pages.Tell(new FillDomain(1, _first.Ref, s_iova));
        AnswerPin();
        AnswerMap(_first);
        AnswerMap(_first, Errno.ENOMEM);

        UnmanagedProtocol.Unmap unmap = _first.ExpectMsg<UnmanagedProtocol.Unmap>();
        _first.Reply(new UnmanagedProtocol.Unmapped(unmap.Start, unmap.LengthBytes, Errno.None));

        Assert.Equal((s_iova, 2 * Page), (unmap.Start, unmap.LengthBytes));
        AnswerUnpin();
        ExpectMsg(new DomainFilled(1, Errno.ENOMEM));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void What_could_not_be_invalidated_stays_pinned()
    {
        IActorRef pages = Make();
        Fill(pages, 1, _first, pins: true);

        UnfillUnsynced(pages, 1, _first);
        for (int attempt = 0; attempt < UnmanagedProtocol.SyncRetriesMax; attempt++)
        {
            AnswerSync(_first, Errno.EIO);
        }

        ExpectMsg(new DomainUnfilled(1, Errno.EIO));
        _pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(Pages, _account.PinnedPages);
    }

    [Fact]
    [Trait("row", "U4")]
    public void An_invalidation_that_failed_is_asked_for_again_and_then_the_pins_go()
    {
        IActorRef pages = Make();
        Fill(pages, 1, _first, pins: true);
        UnfillUnsynced(pages, 1, _first);
        AnswerSync(_first, Errno.EIO);
        _pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        AnswerSync(_first, Errno.None);

        AnswerUnpin();
        ExpectMsg(new DomainUnfilled(1, Errno.None));
        Assert.Equal(0UL, _account.PinnedPages);
    }

    [Fact]
    public void What_a_domain_could_not_take_back_stays_pinned()
    {
        IActorRef pages = Make();
        pages.Tell(new FillDomain(1, _first.Ref, s_iova));
        AnswerPin();
        UnmanagedProtocol.Map map = _first.ExpectMsg<UnmanagedProtocol.Map>();

        _first.Reply(new UnmanagedProtocol.Mapped(map.Start, Errno.ENOMEM) { MayBeCached = true });

        ExpectMsg(new DomainFilled(1, Errno.ENOMEM));
        _pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(Pages, _account.PinnedPages);
    }

    [Fact]
    public void What_is_not_there_is_not_given_back()
    {
        IActorRef pages = Make();

        pages.Tell(new UnfillDomain(9));
        pages.Tell(new UnpinAccess(9));

        ExpectMsg(new DomainUnfilled(9, Errno.ENOENT));
        ExpectMsg(new AccessUnpinned(9, Errno.ENOENT));
    }

    [Fact]
    public void A_file_in_memory_is_pinned_a_page_a_pin_and_goes_back_whole()
    {
        SmallProcess process = new SmallProcess().AddFile(5, 8);
        Pfn large = process.Cache(5, 0, order: 2);
        ProcessCast cast = new(this, process);
        IoptPagesSettings settings = new(1, cast.Pinner, 3 * Page, Writable: true, IoptAccount.User, _account)
        {
            File = (5, 2 * Page),
        };
        IActorRef pages = ActorOf(Props.Create(() => new Actors.IoptPages(settings)));

        pages.Tell(new PinAccess(1));

        RangeCpu range = ExpectMsg<AccessPinned>().Range!;
        Assert.Equal((3 * Page, (large + 2).Address), (range.LengthBytes, range[0].Start));
        Assert.Equal((2, 3UL), (process.FolioOf(large).PinCount, _account.PinnedPages));
        pages.Tell(new UnpinAccess(1));
        ExpectMsg(new AccessUnpinned(1, Errno.None));
        Assert.Equal((0, 0UL), (process.FolioOf(large).PinCount, _account.PinnedPages));
        Assert.Equal(process.Folios.NrFollPinAcquired, process.Folios.NrFollPinReleased);
    }

    private IActorRef Make(IoptAccount mode = IoptAccount.Mm)
    {
        IoptPagesSettings settings = new(1, _pinner.Ref, Pages * Page, Writable: true, mode, _account)
        {
            Memory = SmallProcess.At(0),
        };
        return ActorOf(Props.Create(() => new Actors.IoptPages(settings)));
    }

    private void Fill(IActorRef pages, long request, TestProbe domain, bool pins)
    {
        pages.Tell(new FillDomain(request, domain.Ref, s_iova));
        if (pins)
        {
            AnswerPin();
        }

        AnswerMap(domain);
        AnswerMap(domain);
        ExpectMsg(new DomainFilled(request, Errno.None));
    }

    private void Unfill(IActorRef pages, long request, TestProbe domain)
    {
        pages.Tell(new UnfillDomain(request));
        UnmanagedProtocol.Unmap unmap = domain.ExpectMsg<UnmanagedProtocol.Unmap>();
        domain.Reply(new UnmanagedProtocol.Unmapped(unmap.Start, unmap.LengthBytes, Errno.None));
        ExpectMsg(new DomainUnfilled(request, Errno.None));
    }

    private static void UnfillUnsynced(IActorRef pages, long request, TestProbe domain)
    {
        pages.Tell(new UnfillDomain(request));
        UnmanagedProtocol.Unmap unmap = domain.ExpectMsg<UnmanagedProtocol.Unmap>();
        domain.Reply(new UnmanagedProtocol.Unmapped(unmap.Start, unmap.LengthBytes, Errno.EIO));
    }

    private static void AnswerSync(TestProbe domain, Errno errno)
    {
        domain.ExpectMsg<UnmanagedProtocol.IotlbSync>();
        domain.Reply(new UnmanagedProtocol.Synced(errno));
    }

    private void AnswerPin()
    {
        GupPinnerProtocol.Pin pin = _pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        _pinner.Reply(new GupPinnerProtocol.Pinned(pin.Number, s_range));
    }

    private void AnswerUnpin()
    {
        GupPinnerProtocol.Unpin unpin = _pinner.ExpectMsg<GupPinnerProtocol.Unpin>();
        _pinner.Reply(new GupPinnerProtocol.Unpinned(unpin.Pin));
    }

    private static UnmanagedProtocol.Map AnswerMap(TestProbe domain, Errno errno = Errno.None)
    {
        UnmanagedProtocol.Map map = domain.ExpectMsg<UnmanagedProtocol.Map>();
        domain.Reply(new UnmanagedProtocol.Mapped(map.Start, errno));
        return map;
    }
}
