using static PhyrActors.Actors.DmaEngineProtocol;
using static PhyrActors.Actors.IommuDomainProtocol;
using static PhyrActors.Actors.MmuNotifierProtocol;
using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A driver whose address space, folios, domain and device the test plays; the application is the
/// test.</summary>
public abstract class HmmOdpFixture : TestKit
{
    internal const ulong Page = Pfn.FrameSizeBytes;

    /// <summary>The region's number, and so its key.</summary>
    private protected const long Region = 1;

    private protected const long Notifier = 9;

    private protected static readonly Iova s_state = new(0x10_0000);
    private protected static readonly Pfn s_frame = new(0x40);
    private protected static readonly VirtAddr s_start = SmallProcess.At(0);

    protected HmmOdpFixture(string config = "")
        : base(config)
    {
        (Space, Folios, Domain) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        (Engine, Events) = (CreateTestProbe(), CreateTestProbe());
    }

    private protected TestProbe Space { get; }

    private protected TestProbe Folios { get; }

    private protected TestProbe Domain { get; }

    private protected TestProbe Engine { get; }

    private protected TestProbe Events { get; }

    /// <summary>A driver with one live region of four pages, of which none is mapped.</summary>
    private protected IActorRef MakeLive(Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        OdpSettings settings = new(3, 1, 256, Space.Ref, Folios.Ref, Domain.Ref, Engine.Ref);
        IActorRef driver = ActorOf(Props.Create(() => new HmmOdp(settings, around)));
        driver.Tell(new Register(Region, s_start, 4 * Page, 0));
        Assert.Equal(4 * Page, Domain.ExpectMsg<TryAlloc>().LengthBytes);
        Domain.Reply(new Allocated(Region, s_state));
        Space.ExpectMsg(new Insert(Region, s_start, 4 * Page));
        Space.Reply(new Inserted(Region, Notifier, 1));
        Assert.True(Engine.ExpectMsg<ProgramKey>() is { OnDemand: true, RelaxedOrdering: false });
        Engine.Reply(new KeyProgrammed(Region));
        ExpectMsg(new Registered(Region));
        return driver;
    }

    /// <summary>The device misses pages and they are looked up.</summary>
    private protected void LookUp(IActorRef driver, ulong firstPage, int pages, long sequence = 1)
    {
        Engine.Send(driver, new PageFault(7, Region, firstPage * Page, (ulong)pages * Page));
        AnswerLookUp(firstPage, pages, sequence);
    }

    private protected void AnswerLookUp(ulong firstPage, int pages, long sequence)
    {
        ReadBegin begin = Space.ExpectMsg<ReadBegin>();
        Space.Reply(new ReadBegun(begin.Fault, sequence));
        RangeFault fault = Space.ExpectMsg<RangeFault>();
        PteRun[] found = [SmallProcess.Entry(firstPage, s_frame + firstPage, pages)];
        Space.Reply(new RangeFaulted(fault.Fault, found, Errno.None));
    }

    /// <summary>Links and syncs a page; gives where in the window.</summary>
    private protected ulong AnswerMap()
    {
        Link link = Domain.ExpectMsg<Link>();
        Domain.Reply(new Linked(s_state, Page, Errno.None));
        Domain.ExpectMsg(new Sync(s_state, link.Offset, Page, 0));
        Domain.Reply(new Synced(s_state, Errno.None));
        return link.Offset;
    }

    private protected void AnswerPages(bool present)
    {
        WritePages write = Engine.ExpectMsg<WritePages>();
        Assert.Equal(present, write.Present);
        Engine.Reply(new PagesWritten(Region, present));
    }

    /// <summary>A driver whose device uses the first pages of its region.</summary>
    private protected IActorRef MakeMapped(int pages, Surroundings? surroundings = null)
    {
        IActorRef driver = MakeLive(surroundings);
        LookUp(driver, 0, pages);
        for (int page = 0; page < pages; page++)
        {
            AnswerMap();
        }

        AnswerPages(present: true);
        Engine.ExpectMsg(new ResumeFault(7));
        return driver;
    }

    private protected void Invalidate(IActorRef driver, ulong firstPage, ulong pages, bool mayBlock = true) =>
        Space.Send(driver, Invalidating(firstPage, pages, mayBlock));

    private protected static Invalidate Invalidating(ulong firstPage, ulong pages, bool mayBlock = true)
    {
        VirtRange range = new(SmallProcess.At(firstPage), SmallProcess.At(firstPage + pages));
        return new Invalidate(5, Notifier, range, 3, mayBlock);
    }

    private protected void AnswerUnlink(ulong page)
    {
        Domain.ExpectMsg(new Unlink(s_state, page * Page, Page, 0));
        Domain.Reply(new Unlinked(s_state, Errno.None));
    }

    private protected Pfn[] AnswerDirty()
    {
        FolioManagerProtocol.SetDirty dirty = Folios.ExpectMsg<FolioManagerProtocol.SetDirty>();
        Folios.Reply(new FolioManagerProtocol.DirtySet(Region));
        return [.. dirty.Pages.ToArray().Select(static page => page.Frame)];
    }
}
