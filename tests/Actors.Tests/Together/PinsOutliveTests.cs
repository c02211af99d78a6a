using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Pins outlive what a process does to its own memory, and their charge stays where it was taken.</summary>
public sealed class PinsOutliveTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;

    private readonly SmallProcess _process = new();
    private readonly ProcessCast _cast;
    private readonly Pfn _head;

    public PinsOutliveTests()
    {
        _head = _process.Give(0, order: 4);
        _cast = new ProcessCast(this, _process.AddVma(0, 16));
    }

    [Fact]
    [Trait("row", "G10")]
    public void An_exec_leaves_pins_and_their_charge_with_the_old_mm()
    {
        RangeCpu range = Pin(1, 16);

        _cast.Pinner.Tell(new GupPinnerProtocol.Exec());

        ExpectMsg<GupPinnerProtocol.Execed>();
        Assert.Equal((16, 0, 16UL), Counts(range));
        _cast.Pinner.Tell(new Unpin(1, range, Dirty: true));
        ExpectMsg<Unpinned>();
        Assert.Equal((0, 0UL), (_process.Folios.LiveFolios, _cast.Account.PinnedPages));
    }

    [Fact]
    public void After_an_exec_pages_are_new_ones()
    {
        RangeCpu old = Pin(1, 1);
        _cast.Pinner.Tell(new GupPinnerProtocol.Exec());
        ExpectMsg<GupPinnerProtocol.Execed>();

        RangeCpu range = Pin(2, 1);

        Assert.NotEqual(old[0].Start, range[0].Start);
        Assert.Equal(1UL, _cast.Account.PinnedPages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("row", "G10")]
    public void Pages_that_the_process_gives_up_stay_pinned(bool unmap)
    {
        RangeCpu range = Pin(1, 16);

        _cast.Space.Tell(new Zap(SmallProcess.At(0), 16 * Page, unmap));

        ExpectMsg(new Zapped(SmallProcess.At(0), Errno.None));
        Assert.Equal((16, 0, 16UL), Counts(range));
    }

    [Fact]
    public void The_middle_of_a_folio_can_be_given_up_and_the_rest_stays_mapped()
    {
        _cast.Space.Tell(new Zap(SmallProcess.At(4), 2 * Page, Unmap: false));
        ExpectMsg<Zapped>();
        int parts = _process.FolioOf(_head).MapCount;
        _cast.Space.Tell(new Zap(SmallProcess.At(0), 16 * Page, Unmap: false));
        ExpectMsg<Zapped>();

        Assert.Equal((2, 0), (parts, _process.Folios.LiveFolios));
    }

    [Fact]
    public void A_page_given_up_is_another_one_when_it_is_used_again()
    {
        RangeCpu range = Pin(1, 1);
        _cast.Space.Tell(new Zap(SmallProcess.At(0), Page, Unmap: false));
        ExpectMsg<Zapped>();

        _cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));

        ExpectMsg(new Populated(SmallProcess.At(0), Errno.None));
        _process.Pages.TryFindRun(SmallProcess.At(0), out PteRun entry);
        Assert.NotEqual(Pfn.Of(range[0].Start), entry.Frame);
    }

    [Fact]
    public void What_is_unmapped_is_no_memory_until_it_is_mapped_again()
    {
        _cast.Space.Tell(new Zap(SmallProcess.At(0), 16 * Page, Unmap: true));
        ExpectMsg<Zapped>();
        _cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Page, FollFlags.Write));
        ExpectMsg(new PinRefused(1, Errno.EFAULT));

        _cast.Space.Tell(new Mmap(SmallProcess.At(0), 16 * Page, SmallProcess.Anonymous));

        ExpectMsg(new Mmapped(SmallProcess.At(0), Errno.None));
        Assert.Equal(16, Pin(2, 16).ChunkCount);
    }

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EBUSY)]
    [Trait("row", "G10")]
    public void Two_pages_are_merged_unless_one_is_pinned(bool pinned, Errno errno)
    {
        SmallProcess process = new();
        (Pfn kept, Pfn other) = (process.Give(0), process.Give(1));
        ProcessCast cast = new(this, process.AddVma(0, 2));
        if (pinned)
        {
            cast.Pinner.Tell(new Pin(1, SmallProcess.At(1), Page, FollFlags.Write));
            ExpectMsg<Pinned>();
        }

        cast.Space.Tell(new Merge(SmallProcess.At(0), SmallProcess.At(1)));

        ExpectMsg(new Merged(SmallProcess.At(0), errno));
        Assert.Equal((pinned ? 1 : 2, pinned), (process.FolioOf(kept).MapCount, process.Folios.TryFind(other, out _)));
    }

    [Fact]
    public void A_store_parts_two_merged_pages()
    {
        SmallProcess process = new();
        Pfn kept = process.Give(0);
        process.Give(1);
        ProcessCast cast = new(this, process.AddVma(0, 2));
        cast.Space.Tell(new Merge(SmallProcess.At(0), SmallProcess.At(1)));
        ExpectMsg<Merged>();

        cast.Space.Tell(new Populate(SmallProcess.At(1), Write: true));

        ExpectMsg<Populated>();
        Assert.Equal((1, 2), (process.FolioOf(kept).MapCount, process.Folios.LiveFolios));
    }

    private (int Pins, int Mappings, ulong Charged) Counts(RangeCpu range)
    {
        Folio folio = _process.FolioOf(Pfn.Of(range[0].Start));
        return (folio.PinCount, folio.MapCount, _cast.Account.PinnedPages);
    }

    private RangeCpu Pin(long number, ulong pages)
    {
        _cast.Pinner.Tell(new Pin(number, SmallProcess.At(0), pages * Page, FollFlags.Write | FollFlags.Longterm));
        return ExpectMsg<Pinned>().Range;
    }
}
