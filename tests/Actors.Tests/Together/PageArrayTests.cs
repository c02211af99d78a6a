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

        // Whoever was given the array compares each page with the one before to find the run that was there.
        (int compared, int runs) = Merge(pages.Span);
        Assert.Equal((262_143, 1), (compared, runs));
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
        ProcessCast cast = new(this, process.AddVma(0, 16), _work.Around);
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 16 * Page, FollFlags.Write));
        ExpectMsg<Pinned>();
        long alone = _work.Of("gup.fast-entry");

        cast.Pinner.Tell(new GetUserRange(2, SmallProcess.At(1) + 100, 5000, FollFlags.Write));

        RangeCpu range = ExpectMsg<Pinned>().Range;
        Assert.Equal((head.Address + 4196, 5000UL), (range[0].Start, range.LengthBytes));
        Assert.Equal(18, process.FolioOf(head).PinCount);
        Assert.Equal((alone, 1L), (_work.Of("gup.fast-entry"), _work.Of("gup.slow-entry")));
        cast.Pinner.Tell(new Unpin(2, range, Dirty: true));
        ExpectMsg<Unpinned>();
        Assert.Equal(16, process.FolioOf(head).PinCount);
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
    [Trait("row", "G8")]
    public void Fast_and_slow_path_pin_the_same_frames_or_fail_alike()
    {
        for (int drawn = 1; drawn <= 200; drawn++)
        {
            // Knuth's multiplicative hash: layouts, places and lengths in no order.
            uint bits = unchecked((uint)drawn * 2_654_435_761);
            (ushort layout, byte start) = ((ushort)(bits >> 16), (byte)(bits >> 8 & 0xFF));
            byte length = (byte)(bits & 0xFF);

            string fast = PinOf(layout, start, length, slow: false);

            Assert.Equal(PinOf(layout, start, length, slow: true), fast);
        }
    }

    /// <summary>What a pin gives in a process whose pages are made by the bits of a layout: folios of one and of four
    /// pages, holes, shared pages and pages that may only be read.</summary>
    private string PinOf(ushort layout, byte start, byte length, bool slow)
    {
        SmallProcess process = new();
        for (int slot = 0; slot < 8; slot++)
        {
            ulong page = (ulong)slot * 4;
            int kind = layout >> (2 * slot) & 3;
            process.AddVma(page, page + 4, kind == 3 ? VmaFlags.Read : SmallProcess.Anonymous);
            if (kind != 0)
            {
                process.Give(page, kind == 1 ? 2 : 0);
            }
        }

        ProcessCast cast = new(this, process);
        VirtAddr from = SmallProcess.At(start % 32UL);
        ulong bytes = ((length % 8UL) + 1) * Page;
        cast.Pinner.Tell(slow
            ? new GetUserRange(1, from, bytes, FollFlags.Write)
            : new Pin(1, from, bytes, FollFlags.Write));
        object answer = ReceiveOne(TimeSpan.FromSeconds(5))!;
        return answer is Pinned pinned
            ? string.Join(' ', Enumerable.Range(0, pinned.Range.ChunkCount).Select(chunk => pinned.Range[chunk]))
            : $"{answer}";
    }

    private static (int Compared, int Runs) Merge(ReadOnlySpan<Pfn> pages)
    {
        (int compared, int runs) = (0, 1);
        for (int i = 1; i < pages.Length; i++)
        {
            compared++;
            runs += pages[i] == pages[i - 1] + 1 ? 0 : 1;
        }

        return (compared, runs);
    }

    private static Pfn?[] Nullable(ReadOnlyMemory<Pfn> pages) => [.. pages.ToArray().Select(page => (Pfn?)page)];
}
