using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Pins as arrays of pages, which is what the kernel's callers get, beside pins as ranges.</summary>
public sealed class PageArrayTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;

    private readonly CountedWork _work = new();

    [Fact]
    [Trait("row", "G1")]
    [Trait("row", "G2")]
    [Trait("row", "G3")]
    public void A_page_of_1_GiB_is_262144_entries_of_an_array_and_one_of_a_range()
    {
        SmallProcess process = new(frames: 1UL << 19);
        Pfn head = process.GiveGigantic();
        ProcessCast cast = new(this, process.AddVma(0, 1UL << 18), _work.Around, batchPages: 512);
        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(0), 1UL << 30, FollFlags.Write));
        ReadOnlyMemory<Pfn> pages = ExpectMsg<PagesTaken>(TimeSpan.FromSeconds(20)).Pages;
        cast.Pinner.Tell(new UnpinUserPages(1, Nullable(pages), Dirty: true));
        ExpectMsg<Unpinned>(TimeSpan.FromSeconds(20));
        long entries = _work.Of("gup.page-array-entry");

        cast.Pinner.Tell(new Pin(2, SmallProcess.At(0), 1UL << 30, FollFlags.Write));

        RangeCpu range = ExpectMsg<Pinned>(TimeSpan.FromSeconds(20)).Range;
        Assert.Equal((262_144, 262_144L, 1), (pages.Length, entries, range.ChunkCount));
        Assert.Equal(entries, _work.Of("gup.page-array-entry"));
        Assert.Equal(head, pages.Span[0]);
    }

    [Fact]
    [Trait("row", "G3")]
    public void Merging_an_array_again_reads_every_entry_to_find_what_the_pin_gave_at_once()
    {
        SmallProcess process = new(frames: 4096);
        Pfn[] heads =
        [
            process.Give(0, order: 4), Apart(process, 16, 4), Apart(process, 32, 0), Apart(process, 512, 9),
        ];
        ProcessCast cast = new(this, process.AddVma(0, 33).AddVma(512, 1024), _work.Around);
        uint[] frames = [.. FramesOf(cast, 1, 0, 33), .. FramesOf(cast, 2, 512, 512)];
        cast.Pinner.Tell(new Pin(3, SmallProcess.At(0), 33 * Page, FollFlags.Write));
        cast.Pinner.Tell(new Pin(4, SmallProcess.At(512), 512 * Page, FollFlags.Write));
        RangeCpu[] ranges = [ExpectMsg<Pinned>().Range, ExpectMsg<Pinned>().Range];
        FrameRun[] runs = new FrameRun[frames.Length];

        int merged = FrameRuns.Coalesce(frames, runs);

        FrameRun[] atOnce = [.. ranges.SelectMany(static range => Enumerable.Range(0, range.ChunkCount)
            .Select(chunk => new FrameRun(
                (uint)Pfn.Of(range[chunk].Start).Value, (uint)(range[chunk].LengthBytes / Page))))];
        Assert.Equal(atOnce, runs[..merged]);
        Assert.Equal(heads, atOnce.Select(static run => new Pfn(run.Start)));

        // Steps of the merge: an entry each, all of which the pin of ranges has spared.
        Assert.Equal((33 + 512, 33 + 512L), (frames.Length, _work.Of("gup.page-array-entry")));
        Assert.Equal(4, atOnce.Length);
    }

    [Fact]
    [Trait("row", "G5")]
    [Trait("row", "T10")]
    public void A_range_names_folios_and_takes_one_pin_operation_each()
    {
        SmallProcess process = new();
        Pfn[] heads = [process.Give(0, order: 9), process.Give(512, order: 4), process.Give(528)];
        ProcessCast cast = new(this, process.AddVma(0, 529), _work.Around, batchPages: 1024);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 529 * Page, FollFlags.Write));

        RangeCpu range = ExpectMsg<Pinned>().Range;
        Assert.Equal(heads, Enumerable.Range(0, range.ChunkCount).Select(chunk => Pfn.Of(range[chunk].Start)));
        Assert.Equal(3, _work.Of("folio.pin"));
        Assert.Equal(0L, process.Folios.Splits);
    }

    [Fact]
    [Trait("row", "G5")]
    public void Each_folio_of_several_ranges_counts_the_pages_pinned_of_it_and_is_as_before_when_they_go_back()
    {
        SmallProcess process = new();
        Pfn[] heads = [process.Give(0, order: 4), process.Give(16, order: 3), process.Give(24)];
        ProcessCast cast = new(this, process.AddVma(0, 25));
        string before = process.Counts();
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(10), 15 * Page, FollFlags.Write));
        RangeCpu range = ExpectMsg<Pinned>().Range;
        int[] ofRange = [.. heads.Select(head => process.FolioOf(head).RefCount)];
        cast.Pinner.Tell(new Unpin(1, range, Dirty: false));
        ExpectMsg<Unpinned>();
        string between = process.Counts();

        cast.Pinner.Tell(new PinUserPages(2, SmallProcess.At(10), 15 * Page, FollFlags.Write));

        ReadOnlyMemory<Pfn> pages = ExpectMsg<PagesTaken>().Pages;
        Assert.Equal([1 + 6, 1 + 8, 1 + Folio.GupPinCountingBias], ofRange);
        Assert.Equal(ofRange, heads.Select(head => process.FolioOf(head).RefCount));
        Assert.Equal([6, 8, 0], heads.Select(head => process.FolioOf(head).PinCount));
        cast.Pinner.Tell(new UnpinUserPages(2, Nullable(pages), Dirty: false));
        ExpectMsg<Unpinned>();
        Assert.Equal((before, before), (between, process.Counts()));
    }

    [Theory]
    [Trait("row", "G9")]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    public void Ranges_split_no_huge_entry_and_pages_one_by_one_split_each(bool byPage, int splits)
    {
        SmallProcess process = new();
        process.Give(0, order: 9);
        process.Give(512, order: 9);
        process.Give(1024, order: 9);
        ProcessCast cast = new(this, process.AddVma(0, 1536), batchPages: 1024);
        TestProbe events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(PmdSplit));

        cast.Pinner.Tell(byPage
            ? new PinUserPages(1, SmallProcess.At(0), 1536 * Page, FollFlags.Write | FollFlags.SplitPmd)
            : new Pin(1, SmallProcess.At(0), 1536 * Page, FollFlags.Write | FollFlags.Longterm));

        object answer = ReceiveOne(TimeSpan.FromSeconds(5))!;
        Assert.Equal(1536UL, answer is Pinned pinned
            ? pinned.Range.LengthBytes / Page
            : (ulong)((PagesTaken)answer).Pages.Length);
        Assert.Equal(splits, events.ReceiveWhile(
            static message => message as PmdSplit, TimeSpan.FromMilliseconds(100)).Count);
        Assert.Equal(0L, process.Folios.Splits);
    }

    [Fact]
    [Trait("row", "G4")]
    public void A_short_pin_gives_exactly_the_pages_that_are_there()
    {
        SmallProcess process = new();
        process.Give(0, order: 4);
        ProcessCast cast = new(this, process.AddVma(0, 16));

        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(10), 20 * Page, FollFlags.Write));

        PagesTaken taken = ExpectMsg<PagesTaken>();
        Assert.Equal((6, Errno.None), (taken.Pages.Length, taken.Errno));
        Assert.Equal(6, process.FolioOf(taken.Pages.Span[0]).PinCount);
        cast.Pinner.Tell(new UnpinUserPages(1, Nullable(taken.Pages), Dirty: false));
        ExpectMsg<Unpinned>();
        Assert.Equal(0, process.FolioOf(taken.Pages.Span[0]).PinCount);
    }

    [Fact]
    public void An_error_is_told_only_where_nothing_was_taken()
    {
        ProcessCast cast = new(this, new SmallProcess());

        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(0), Page, FollFlags.Write));

        Assert.Equal(Errno.EFAULT, ExpectMsg<PagesTaken>().Errno);
    }

    [Theory]
    [InlineData(FollFlags.Get)]
    [InlineData(FollFlags.Pin)]
    [InlineData(FollFlags.Longterm | FollFlags.PciP2pdma)]
    public void Flags_that_are_not_the_callers_are_refused(FollFlags flags)
    {
        SmallProcess process = new();
        process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));

        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(0), Page, flags));
        cast.Pinner.Tell(new Pin(2, SmallProcess.At(0), Page, flags));

        Assert.Equal(Errno.EINVAL, ExpectMsg<PagesTaken>().Errno);
        ExpectMsg(new PinRefused(2, Errno.EINVAL));
        Assert.Equal(0UL, cast.Account.PinnedPages);
    }

    [Fact]
    public void A_get_holds_references_that_a_fork_does_not_heed()
    {
        SmallProcess process = new();
        Pfn head = process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));
        cast.Pinner.Tell(new GetUserPages(1, SmallProcess.At(0), Page, FollFlags.Write));
        ReadOnlyMemory<Pfn> pages = ExpectMsg<PagesTaken>().Pages;

        cast.Space.Tell(new Fork(8));

        ExpectMsg<Forked>();
        Assert.Equal((2, 3), (process.FolioOf(head).MapCount, process.FolioOf(head).RefCount));
        cast.Pinner.Tell(new UnpinUserPages(1, Nullable(pages), Dirty: false));
        ExpectMsg<Unpinned>();
        Assert.Equal(2, process.FolioOf(head).RefCount);
    }

    [Fact]
    public void Entries_that_are_null_are_passed_over_when_pages_go_back()
    {
        SmallProcess process = new();
        Pfn head = process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));
        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(0), Page, FollFlags.Write));
        ExpectMsg<PagesTaken>();

        cast.Pinner.Tell(new UnpinUserPages(1, new Pfn?[] { null, head, null }, Dirty: true));

        ExpectMsg<Unpinned>();
        Folio folio = process.FolioOf(head);
        Assert.Equal((false, true), (folio.MaybeDmaPinned, folio.Has(FolioFlags.Dirty)));
    }

    [Fact]
    [Trait("row", "G7")]
    public void A_second_entry_point_gives_bytes_as_ranges_and_costs_the_first_nothing()
    {
        SmallProcess process = new();
        Pfn head = process.Give(0, order: 4);
        process.Give(16);
        ProcessCast cast = new(this, process.AddVma(0, 17), _work.Around);
        SortedDictionary<string, long> first = CostOfPin(cast, 1);
        cast.Pinner.Tell(new GetUserRange(2, SmallProcess.At(1) + 100, 5000, FollFlags.Write));
        RangeCpu range = ExpectMsg<Pinned>().Range;
        Assert.Equal((head.Address + 4196, 5000UL), (range[0].Start, range.LengthBytes));
        Assert.Equal(2, process.FolioOf(head).PinCount);

        SortedDictionary<string, long> second = CostOfPin(cast, 3);

        Assert.Equal(first, second);
        Assert.Equal((2L, 2L), (second["gup.fast-entry"], second["folio.pin"]));
        Assert.Equal(1L, _work.Of("gup.slow-entry"));
        cast.Pinner.Tell(new Unpin(2, range, Dirty: true));
        ExpectMsg<Unpinned>();
        Assert.Equal(0, process.FolioOf(head).PinCount);
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(ulong.MaxValue - 10, 12UL)]
    public void Bytes_that_are_none_or_wrap_around_are_refused(ulong start, ulong lengthBytes)
    {
        ProcessCast cast = new(this, new SmallProcess());

        cast.Pinner.Tell(new GetUserRange(2, new VirtAddr(start), lengthBytes, FollFlags.Write));

        ExpectMsg(new PinRefused(2, Errno.EINVAL));
    }

    [Fact]
    public void Pages_that_went_back_are_told_with_their_bytes_and_a_pin_that_got_none_is_told_to_nobody()
    {
        SmallProcess process = new();
        Pfn head = process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));
        TestProbe events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(KeeperTaken));
        Sys.EventStream.Subscribe(events.Ref, typeof(RangeUnpinned));
        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(8), Page, FollFlags.Write));
        Assert.Equal(Errno.EFAULT, ExpectMsg<PagesTaken>().Errno);
        cast.Pinner.Tell(new PinUserPages(2, SmallProcess.At(0), Page, FollFlags.Write));
        ExpectMsg<PagesTaken>();

        cast.Pinner.Tell(new UnpinUserPages(2, new Pfn?[] { null, head }, Dirty: false));

        ExpectMsg<Unpinned>();
        events.ExpectMsg(new KeeperTaken(2, KeeperKind.Pin));
        events.ExpectMsg(new RangeUnpinned(2, Page));
    }

    /// <summary>A folio that does not follow the one given before it in memory.</summary>
    private static Pfn Apart(SmallProcess process, ulong page, int order)
    {
        process.Allocate(order);
        return process.Give(page, order);
    }

    private uint[] FramesOf(ProcessCast cast, long pin, ulong page, ulong pages)
    {
        cast.Pinner.Tell(new PinUserPages(pin, SmallProcess.At(page), pages * Page, FollFlags.Write));
        return [.. ExpectMsg<PagesTaken>().Pages.ToArray().Select(static frame => (uint)frame.Value)];
    }

    /// <summary>What one pin of 17 pages and its end cost, by the names of the costs.</summary>
    private SortedDictionary<string, long> CostOfPin(ProcessCast cast, long pin)
    {
        SortedDictionary<string, long> before = _work.Spent;
        cast.Pinner.Tell(new Pin(pin, SmallProcess.At(0), 17 * Page, FollFlags.Write));
        cast.Pinner.Tell(new Unpin(pin, ExpectMsg<Pinned>().Range, Dirty: false));
        ExpectMsg<Unpinned>();
        SortedDictionary<string, long> cost = _work.Spent;
        foreach ((string name, long spent) in before)
        {
            cost[name] -= spent;
        }

        return new(cost.Where(static spent => spent.Value > 0).ToDictionary());
    }

    private static Pfn?[] Nullable(ReadOnlyMemory<Pfn> pages) => [.. pages.ToArray().Select(page => (Pfn?)page)];
}
