using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Pins of the folios of a file in memory (mm/gup.c:memfd_pin_folios).</summary>
public sealed class MemfdPinTests : TestKit
{
    private const int File = 5;
    private const ulong PageBytes = Pfn.FrameSizeBytes;

    private readonly SmallProcess _process = new();

    [Fact]
    [Trait("row", "G5")]
    public void A_large_folio_is_pinned_once_however_many_of_its_pages_are_asked_for()
    {
        _process.AddFile(File, 16);
        Pfn large = _process.Cache(File, 0, order: 3);
        ProcessCast cast = Cast(_process);

        FoliosPinned pinned = Pin(cast, 0, (8 * PageBytes) - 1);

        Assert.Equal(new FrameBlock(large, 3), Assert.Single(pinned.Folios.ToArray()));
        Assert.Equal((1, 1L), (_process.FolioOf(large).PinCount, _process.Folios.NrFollPinAcquired));
    }

    [Fact]
    [Trait("row", "G5")]
    public void Each_folio_of_several_counts_one_pin_and_is_as_before_when_it_goes_back()
    {
        _process.AddFile(File, 32);
        Pfn[] heads = [_process.Cache(File, 0, order: 4), _process.Cache(File, 16, 3), _process.Cache(File, 24)];
        Folio[] before = [.. heads.Select(_process.FolioOf)];
        ProcessCast cast = Cast(_process);

        FoliosPinned pinned = Pin(cast, 3 * PageBytes, (25 * PageBytes) - 1);

        Folio[] held = [.. heads.Select(_process.FolioOf)];
        Assert.Equal(heads, pinned.Folios.ToArray().Select(static folio => folio.Head));
        Assert.Equal([1, 1, 0], held.Select(static folio => folio.PinCount));
        Assert.Equal(
            [1, 1, Folio.GupPinCountingBias],
            held.Zip(before, static (after, first) => after.RefCount - first.RefCount));
        cast.Pinner.Tell(new UnpinFolios(1, pinned.Folios));
        ExpectMsg<Unpinned>();
        Assert.Equal(before, heads.Select(_process.FolioOf));
    }

    [Fact]
    public void The_offset_says_where_in_the_first_folio_the_first_byte_is()
    {
        _process.AddFile(File, 16);
        _process.Cache(File, 0, order: 2);
        _process.Cache(File, 4, order: 2);
        ProcessCast cast = Cast(_process);

        FoliosPinned pinned = Pin(cast, (2 * PageBytes) + 5, 5 * PageBytes);

        Assert.Equal((2, (2 * PageBytes) + 5), (pinned.Folios.Length, pinned.OffsetBytes));
    }

    [Fact]
    public void Pages_that_are_missing_are_made_and_nothing_maps_them()
    {
        _process.AddFile(File, 4);
        Pfn second = _process.Cache(File, 1);
        ProcessCast cast = Cast(_process);

        FoliosPinned pinned = Pin(cast, 0, (4 * PageBytes) - 1);

        FrameBlock[] folios = pinned.Folios.ToArray();
        Assert.Equal((4, 4), (folios.Length, _process.Files.Folios));
        Assert.Equal(second, folios[1].Head);
        Assert.All(folios, folio => Assert.Equal(0, _process.FolioOf(folio.Head).MapCount));
    }

    [Fact]
    public void Two_pins_that_make_one_page_at_once_get_the_same_folio()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 1));

        cast.Pinner.Tell(new MemfdPinFolios(1, File, 0, PageBytes - 1, 8));
        cast.Pinner.Tell(new MemfdPinFolios(2, File, 0, PageBytes - 1, 8));

        FrameBlock first = ExpectMsg<FoliosPinned>().Folios.Span[0];
        FrameBlock second = ExpectMsg<FoliosPinned>().Folios.Span[0];
        Assert.Equal(first, second);
        Assert.Equal((1, 1), (_process.Folios.LiveFolios, _process.Files.Folios));
    }

    [Theory]
    [InlineData(File, 8192UL, 4096UL, 8)]
    [InlineData(File, 0UL, 4095UL, 0)]
    [InlineData(File, 0UL, 16384UL, 8)]
    [InlineData(99, 0UL, 4095UL, 8)]
    public void What_is_no_part_of_a_file_in_memory_is_refused(int file, ulong start, ulong end, int most)
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4));

        cast.Pinner.Tell(new MemfdPinFolios(1, file, start, end, most));

        Assert.Equal(Errno.EINVAL, ExpectMsg<PinRefused>().Errno);
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_file_on_a_disk_is_refused()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4, tracksDirty: true));

        cast.Pinner.Tell(new MemfdPinFolios(1, File, 0, PageBytes - 1, 8));

        Assert.Equal(Errno.EINVAL, ExpectMsg<PinRefused>().Errno);
    }

    [Fact]
    public void No_more_folios_are_pinned_than_there_is_room_for()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 64));

        FoliosPinned pinned = Pin(cast, 0, (64 * PageBytes) - 1, most: 40);

        Assert.Equal((40, 40L), (pinned.Folios.Length, _process.Folios.NrFollPinAcquired));
    }

    [Fact]
    public void Folios_in_movable_memory_move_first()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable).AddFile(File, 2);
        Pfn movable = process.Cache(File, 1);
        ProcessCast cast = new(this, process);

        FoliosPinned pinned = Pin(cast, 0, (2 * PageBytes) - 1);

        Pfn now = pinned.Folios.Span[1].Head;
        Assert.NotEqual(movable, now);
        Assert.Equal(MemoryZone.Normal, process.FolioOf(now).Zone);
        Assert.Equal(2, process.Folios.NrFollPinAcquired - process.Folios.NrFollPinReleased);
    }

    [Fact]
    public void Where_nothing_can_move_the_pin_is_refused_and_nothing_stays_pinned()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable).AddFile(File, 1);
        Pfn movable = process.Cache(File, 0);
        process.ExhaustNormal();
        ProcessCast cast = new(this, process);

        cast.Pinner.Tell(new MemfdPinFolios(1, File, 0, PageBytes - 1, 8));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<PinRefused>().Errno);
        Assert.False(process.FolioOf(movable).MaybeDmaPinned);
    }

    [Fact]
    public void Where_a_page_cannot_be_made_those_already_pinned_go_back()
    {
        _process.AddFile(File, 2);
        Pfn first = _process.Cache(File, 0);
        _process.Exhaust();
        ProcessCast cast = Cast(_process);

        cast.Pinner.Tell(new MemfdPinFolios(1, File, 0, (2 * PageBytes) - 1, 8));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<PinRefused>().Errno);
        Assert.False(_process.FolioOf(first).MaybeDmaPinned);
        Assert.Equal(_process.Folios.NrFollPinAcquired, _process.Folios.NrFollPinReleased);
    }

    [Fact]
    [Trait("row", "G5")]
    public void Nothing_is_charged_and_every_pin_is_given_back()
    {
        _process.AddFile(File, 16);
        Pfn large = _process.Cache(File, 0, order: 2);
        ProcessCast cast = Cast(_process);
        FoliosPinned pinned = Pin(cast, 0, (16 * PageBytes) - 1);
        ulong charged = cast.Account.PinnedPages;

        cast.Pinner.Tell(new UnpinFolios(1, pinned.Folios));

        ExpectMsg(new Unpinned(1));
        Assert.Equal((0UL, 0), (charged, _process.FolioOf(large).PinCount));
        Assert.Equal(_process.Folios.NrFollPinAcquired, _process.Folios.NrFollPinReleased);
    }

    [Fact]
    public void A_folio_that_leaves_its_file_lives_on_until_it_is_unpinned()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 1));
        FoliosPinned pinned = Pin(cast, 0, PageBytes - 1);
        cast.Folios.Tell(new Truncate(File, 0));
        ExpectMsg<Truncated>();
        int live = _process.Folios.LiveFolios;

        cast.Pinner.Tell(new UnpinFolios(1, pinned.Folios));

        ExpectMsg<Unpinned>();
        Assert.Equal((1, 0), (live, _process.Folios.LiveFolios));
    }

    private ProcessCast Cast(SmallProcess process) => new(this, process);

    private FoliosPinned Pin(ProcessCast cast, ulong start, ulong end, int most = 512)
    {
        cast.Pinner.Tell(new MemfdPinFolios(1, File, start, end, most));
        return ExpectMsg<FoliosPinned>();
    }
}
