using static PhyrActors.Actors.VfioType1Protocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A container whose pinner and two domains a test plays; the user is the test.</summary>
public abstract class VfioFixture : TestKit
{
    internal const ulong Page = Pfn.FrameSizeBytes;

    private protected static readonly Iova s_iova = new(0x10_0000);

    protected VfioFixture() =>
        (Pinner, First, Second, Events) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    private protected TestProbe Pinner { get; }

    private protected TestProbe First { get; }

    private protected TestProbe Second { get; }

    private protected TestProbe Events { get; }

    private protected MemlockAccount Account { get; private set; } = new(1024);

    /// <summary>A container that pins and maps so many pages, each a run of its own: its pinner has answered, its
    /// domains have not.</summary>
    private protected IActorRef MakeMapping(int pages, ulong limitPages = 1024)
    {
        IActorRef vfio = Make(limitPages);
        vfio.Tell(Mapping((ulong)pages));
        AnswerPin(Ranges.OfPages(pages));
        return vfio;
    }

    /// <summary>A container that has mapped so many pages, each a run of its own.</summary>
    private protected IActorRef MakeMapped(int pages, int regionsMax = 512)
    {
        IActorRef vfio = Make(regionsMax: regionsMax);
        MapAll(vfio, Ranges.OfPages(pages), runs: pages);
        return vfio;
    }

    private protected IActorRef Make(
        ulong limitPages = 1024,
        int entryLimit = 65535,
        int regionsMax = 512,
        IReadOnlyList<Phyr>? reserved = null,
        IReadOnlyList<(VirtAddr Start, Phyr Memory)>? pageless = null)
    {
        Surroundings around = Around.Plain;
        Account = new MemlockAccount(limitPages);
        VfioSettings settings = new(SmallProcess.Number, Pinner.Ref, [First.Ref, Second.Ref], Account)
        {
            EntryLimit = entryLimit,
            PinBatchPages = 4,
            SyncRegionsMax = regionsMax,
            Reserved = reserved ?? [],
            Pageless = pageless ?? [],
        };
        return ActorOf(Props.Create(() => new VfioType1(settings, around)));
    }

    private protected static MapDma Mapping(ulong pages, long request = 1, ulong atPage = 0) => new(
        request, s_iova + (atPage * Page), SmallProcess.At(atPage), pages * Page, DmaDirection.Bidirectional);

    private protected static UnmapDma Unmapping(ulong pages, long request = 2, ulong atPage = 0) =>
        new(request, s_iova + (atPage * Page), pages * Page);

    private protected GupPinnerProtocol.Pin AnswerPin(RangeCpu range)
    {
        GupPinnerProtocol.Pin pin = Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        Pinner.Reply(new GupPinnerProtocol.Pinned(pin.Number, range));
        return pin;
    }

    private protected static UnmanagedProtocol.Map AnswerMap(TestProbe domain, Errno errno = Errno.None)
    {
        UnmanagedProtocol.Map map = domain.ExpectMsg<UnmanagedProtocol.Map>();
        domain.Reply(new UnmanagedProtocol.Mapped(map.Start, errno));
        return map;
    }

    private protected static UnmanagedProtocol.Unmap AnswerUnmap(TestProbe domain, Errno errno = Errno.None)
    {
        UnmanagedProtocol.Unmap unmap = domain.ExpectMsg<UnmanagedProtocol.Unmap>();
        domain.Reply(new UnmanagedProtocol.Unmapped(unmap.Start, unmap.LengthBytes, errno));
        return unmap;
    }

    private protected static UnmanagedProtocol.UnmapFast AnswerUnmapFast(TestProbe domain)
    {
        UnmanagedProtocol.UnmapFast unmap = domain.ExpectMsg<UnmanagedProtocol.UnmapFast>();
        domain.Reply(new UnmanagedProtocol.Unmapped(unmap.Start, unmap.LengthBytes, Errno.None));
        return unmap;
    }

    private protected static void AnswerSync(TestProbe domain, Errno errno = Errno.None)
    {
        domain.ExpectMsg<UnmanagedProtocol.IotlbSync>();
        domain.Reply(new UnmanagedProtocol.Synced(errno));
    }

    /// <summary>Runs of the first domain, the others being unmapped, and the sync after which pins go.</summary>
    private protected void AnswerUnmapRuns(int runs)
    {
        for (int run = 0; run < runs; run++)
        {
            AnswerUnmapFast(First);
        }

        AnswerSync(First);
    }

    private protected GupPinnerProtocol.UnpinPart AnswerUnpin()
    {
        GupPinnerProtocol.UnpinPart part = Pinner.ExpectMsg<GupPinnerProtocol.UnpinPart>();
        Pinner.Reply(new GupPinnerProtocol.PartUnpinned(part.Pin, part.FirstChunk, part.Chunks));
        return part;
    }

    /// <summary>Maps a list of chunks in both domains.</summary>
    private protected void MapAll(IActorRef vfio, RangeCpu range, int runs, ulong atPage = 0)
    {
        vfio.Tell(Mapping(range.LengthBytes / Page, atPage: atPage));
        AnswerPin(range);
        for (int run = 0; run < runs; run++)
        {
            AnswerMap(First);
            AnswerMap(Second);
        }

        ExpectMsg(new Mapped(1, Errno.None));
    }
}
