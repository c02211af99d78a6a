using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Private mappings of files: the file's own pages until they are written or pinned for long.</summary>
[Trait("row", "G10")]
public sealed class PrivateFileTests : TestKit
{
    private const int File = 5;

    private readonly SmallProcess _process = new SmallProcess().AddFile(File, 4, isPrivate: true);
    private readonly ProcessCast _cast;

    public PrivateFileTests() => _cast = new ProcessCast(this, _process);

    [Fact]
    public void A_load_shows_the_page_of_the_file_and_a_store_gives_the_process_a_copy()
    {
        Touch(write: false);
        PteRun loaded = Entry();

        Touch(write: true);

        PteRun stored = Entry();
        Assert.Equal(Cached(), loaded.Frame);
        Assert.NotEqual(Cached(), stored.Frame);
        Assert.Equal(SmallProcess.OwnPage, stored.Flags);
        AwaitAssert(() => Assert.Equal((0, 1), (Of(Cached()).MapCount, Of(stored.Frame).MapCount)));
        Assert.False(Of(Cached()).Has(FolioFlags.Dirty));
    }

    [Theory]
    [InlineData(FollFlags.Write)]
    [InlineData(FollFlags.Longterm)]
    [InlineData(FollFlags.Write | FollFlags.Longterm)]
    public void A_pin_for_writing_or_for_long_has_a_copy_made_first(FollFlags flags)
    {
        Touch(write: false);

        RangeCpu range = Pin(1, flags);

        Assert.NotEqual(Cached(), Pfn.Of(range[0].Start));
        Assert.True(Of(Pfn.Of(range[0].Start)).Has(FolioFlags.Anon));
        Touch(write: true);
        Assert.Equal(Pfn.Of(range[0].Start), Entry().Frame);
    }

    [Fact]
    public void A_pin_for_reading_for_a_short_time_keeps_the_page_of_the_file_and_the_next_store_parts_the_two()
    {
        RangeCpu range = Pin(1, FollFlags.None);

        Touch(write: true);

        Assert.Equal(Cached(), Pfn.Of(range[0].Start));
        Assert.NotEqual(Cached(), Entry().Frame);
    }

    [Fact]
    public void A_hole_takes_the_page_of_the_file_only_and_a_cut_takes_copies_too()
    {
        Touch(write: true);
        _cast.Folios.Tell(new PunchHole(File, 0, 1));
        ExpectMsg<Truncated>();
        bool isThere = Mapped().Length == 1;

        _cast.Folios.Tell(new Truncate(File, 0));

        ExpectMsg<Truncated>();
        Assert.True(isThere);
        Assert.Empty(Mapped());
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_child_gets_the_copies_and_finds_the_pages_of_the_file_itself()
    {
        Touch(write: true, page: 0);
        Touch(write: false, page: 1);
        Pfn cached = Cached(1);

        _cast.Space.Tell(new Fork(8));

        IActorRef child = ExpectMsg<Forked>().Child;
        Assert.Equal((2, 1), (Of(Entry().Frame).MapCount, Of(cached).MapCount));
        child.Tell(new Populate(SmallProcess.At(1), Write: false));
        ExpectMsg<Populated>();
        Assert.Equal(2, Of(cached).MapCount);
        Watch(child);
        child.Tell(new Exit());
        ExpectMsg<Terminated>();
        Assert.Equal((1, 1), (Of(Entry().Frame).MapCount, Of(cached).MapCount));
    }

    [Fact]
    public void A_copy_that_was_swapped_out_comes_back_as_anonymous_memory()
    {
        Touch(write: true);
        _cast.Space.Tell(new OperateAt(SmallProcess.At(0), RmapOperation.Reclaim));
        Assert.Equal(Errno.None, ExpectMsg<OperationDone>().Errno);

        Touch(write: true);

        Assert.True(Of(Entry().Frame).Has(FolioFlags.Anon));
    }

    private void Touch(bool write, ulong page = 0)
    {
        _cast.Space.Tell(new Populate(SmallProcess.At(page), write));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
    }

    private RangeCpu Pin(long number, FollFlags flags)
    {
        _cast.Pinner.Tell(new Pin(number, SmallProcess.At(0), Pfn.FrameSizeBytes, flags));
        return ExpectMsg<Pinned>().Range;
    }

    private Pfn Cached(ulong page = 0) =>
        _process.Files.TryFind(new FilePage(File, page), out Pfn frame) ? frame : new Pfn(ulong.MaxValue >> 12);

    private Folio Of(Pfn frame) => _process.FolioOf(frame);

    private PteRun Entry() => Assert.Single(Mapped());

    private PteRun[] Mapped()
    {
        PteRun[] runs = new PteRun[1];
        return runs[.._process.Pages.Read(SmallProcess.At(0), Pfn.FrameSizeBytes, runs)];
    }
}
