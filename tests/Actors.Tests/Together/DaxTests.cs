using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Files on persistent memory, whose pages are the file itself.</summary>
[Trait("row", "U9")]
public sealed class DaxTests : TestKit
{
    private const int File = 5;

    private readonly SmallProcess _process = SmallProcess.OfDax(File, 4);
    private readonly ProcessCast _cast;

    public DaxTests() => _cast = new ProcessCast(this, _process);

    [Fact]
    public void A_cut_unmaps_a_page_at_once_and_waits_for_its_pin()
    {
        RangeCpu range = Pin(FollFlags.Write);
        Pfn frame = Pfn.Of(range[0].Start);

        _cast.Folios.Tell(new Truncate(File, 0));

        AwaitAssert(() => Assert.Equal((0, true), (_process.FolioOf(frame).MapCount, IsCached())));
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        _cast.Pinner.Tell(new Unpin(1, range, Dirty: true));
        FishForMessage(static message => message is Truncated);
        Assert.False(IsCached());
        AwaitAssert(() => Assert.Equal(0, _process.Folios.LiveFolios));
    }

    [Fact]
    public void A_cut_goes_on_when_the_disk_that_read_a_page_lets_go_last()
    {
        TestProbe disk = CreateTestProbe();
        _cast.Folios.Tell(new AddDisk(disk.Ref));
        RangeCpu range = Pin(FollFlags.Write);
        _cast.Folios.Tell(new PunchHole(File, 0, 1));
        AwaitAssert(() => Assert.Equal(0, _process.FolioOf(Pfn.Of(range[0].Start)).MapCount));
        _cast.Folios.Tell(new WriteBack(new FilePage(File, 0)));
        BlockDriverProtocol.Write write = disk.ExpectMsg<BlockDriverProtocol.Write>();
        _cast.Pinner.Tell(new Unpin(1, range, Dirty: false));
        ExpectMsg<Unpinned>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        _cast.Folios.Tell(new BlockDriverProtocol.Written(write.Then, Errno.None), TestActor);

        ExpectMsg<WrittenBack>();
        ExpectMsg(new Truncated(File, Errno.None));
        Assert.False(IsCached());
    }

    [Fact]
    public void A_page_lies_where_the_file_is_and_a_second_cut_of_nothing_waits_for_nobody()
    {
        RangeCpu range = Pin(FollFlags.None);

        _cast.Folios.Tell(new PunchHole(File, 1, 3));

        ExpectMsg<Truncated>();
        Assert.Equal(MemoryZone.FsDax, _process.FolioOf(Pfn.Of(range[0].Start)).Zone);
    }

    [Theory]
    [InlineData(FollFlags.Longterm)]
    [InlineData(FollFlags.Longterm | FollFlags.Write)]
    public void A_pin_for_long_which_a_cut_would_wait_for_without_end_is_refused(FollFlags flags)
    {
        _cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, flags));

        Assert.Equal(Errno.EOPNOTSUPP, ExpectMsg<PinRefused>().Errno);
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    private bool IsCached() => _process.Files.TryFind(new FilePage(File, 0), out _);

    private RangeCpu Pin(FollFlags flags)
    {
        _cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, flags));
        return ExpectMsg<Pinned>().Range;
    }
}
