using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A pin fills whatever storage it is given, batch by batch.</summary>
public sealed class PinSinkTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const FollFlags Flags = FollFlags.Write | FollFlags.Longterm;
    private const ulong Pages = 512 + 16 + 5;

    private static readonly ProviderTable s_lenders = new();

    private static readonly IReadOnlyList<(string Name, Func<ICpuSink> New)> s_storages =
    [
        ("compressed", static () => new RangeCpuBuilder()),
        ("scatterlist 24", static () => new Scatterlist(ScatterlistLayout.WithoutDmaLength, s_lenders)),
        ("scatterlist 32", static () => new Scatterlist(ScatterlistLayout.WithDmaLength, s_lenders)),
        ("bio_vec", static () => new BioVecArray(s_lenders)),
        ("bio chain", static () => new BioChain(s_lenders)),
        ("pages", static () => new PageArray(s_lenders)),
        ("folios", static () => new FolioArray()),
        ("phyrs", static () => new PhyrArray()),
        ("packed 8/12", static () => new PackedRunList()),
        ("rlist", static () => new RListCpu()),
        ("lent", static () => new LentArray()),
    ];

    public static TheoryData<string> Names => [.. s_storages.Select(static storage => storage.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "G6")]
    [Trait("row", "R4")]
    public void A_pin_fills_every_storage_with_the_bytes_of_its_own_list(string name)
    {
        ProcessCast cast = new(this, Process(), batchPages: 7);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pages * Page, Flags) { Sink = NewOf(name) });

        Pinned pinned = ExpectMsg<Pinned>();
        Assert.Equal(Pages * Page, pinned.Storage!.LengthBytes);
        Assert.Equal(BytesOf(pinned.Range), BytesOf(pinned.Storage));
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "G6")]
    public void Bytes_that_begin_and_end_inside_pages_fill_every_storage_with_just_these(string name)
    {
        ProcessCast cast = new(this, Process(), batchPages: 7);

        VirtAddr start = SmallProcess.At(510) + 100;
        cast.Pinner.Tell(new GetUserRange(1, start, (18 * Page) + 5, Flags) { Sink = NewOf(name) });

        Pinned pinned = ExpectMsg<Pinned>();
        Assert.Equal((18 * Page) + 5, pinned.Storage!.LengthBytes);
        Assert.Equal(BytesOf(pinned.Range), BytesOf(pinned.Storage));
    }

    [Fact]
    [Trait("row", "G6")]
    public void A_storage_that_cannot_hold_what_lies_there_refuses_the_pin_and_everything_goes_back()
    {
        SmallProcess process = new();
        process.AddVma(0, 8);
        Pfn first = process.Give(0);
        Pfn inside = process.Allocate(order: 2);
        process.Map(1, inside + 1, pages: 2);
        ProcessCast cast = new(this, process, batchPages: 1);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 3 * Page, Flags) { Sink = NewOf("folios") });

        ExpectMsg(new PinRefused(1, Errno.EOPNOTSUPP));
        Assert.Equal(0UL, cast.Account.PinnedPages);
        Assert.False(process.FolioOf(first).MaybeDmaPinned);
        Assert.False(process.FolioOf(inside).MaybeDmaPinned);
    }

    [Fact]
    [Trait("row", "G6")]
    public void A_pin_that_fails_on_its_way_gives_no_storage_and_a_second_one_fills_a_new_one()
    {
        SmallProcess process = new();
        process.AddVma(0, 4);
        for (ulong page = 0; page < 4; page++)
        {
            process.Give(page);
        }

        ProcessCast cast = new(this, process, batchPages: 2);
        Pin pin = new(1, SmallProcess.At(0), 6 * Page, Flags) { Sink = NewOf("bio_vec") };

        cast.Pinner.Tell(pin);
        ExpectMsg<PinRefused>();
        cast.Pinner.Tell(pin with { LengthBytes = 4 * Page });

        Assert.Equal(4 * Page, ExpectMsg<Pinned>().Storage!.LengthBytes);
    }

    private static Func<ICpuSink> NewOf(string name) => s_storages.Single(storage => storage.Name == name).New;

    /// <summary>A folio of 2 MiB, one of 64 KiB and five small ones.</summary>
    private static SmallProcess Process()
    {
        SmallProcess process = new();
        process.AddVma(0, 1024);
        process.Give(0, order: 9);
        process.Give(512, order: 4);
        for (ulong page = 528; page < Pages; page++)
        {
            process.Give(page);
        }

        return process;
    }

    /// <summary>Runs of bytes, those that touch as one.</summary>
    private static List<Phyr> BytesOf(IRangeStorage<CpuRange> storage)
    {
        List<Phyr> runs = [];
        foreach (CpuRange range in new RangeCursor<CpuRange>(storage))
        {
            if (runs.Count > 0 && runs[^1].Last.Value + 1 == range.Phyr.Start.Value)
            {
                runs[^1] = new Phyr(runs[^1].Start, runs[^1].LengthBytes + range.LengthBytes);
            }
            else
            {
                runs.Add(range.Phyr);
            }
        }

        return runs;
    }
}
