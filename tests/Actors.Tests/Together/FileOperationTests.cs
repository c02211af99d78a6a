using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Reclaim, split and memory failure of folios of files.</summary>
[Trait("row", "G10")]
public sealed class FileOperationTests : TestKit
{
    private const int File = 5;

    [Fact]
    public void A_clean_page_of_a_file_is_reclaimed_wherever_it_is_mapped_and_faulted_in_again()
    {
        SmallProcess process = new SmallProcess().AddFile(File, 4, tracksDirty: true);
        process.Vmas.Add(new Vma(
            SmallProcess.At(8), SmallProcess.At(9), SmallProcess.Anonymous | VmaFlags.Shared, new VmaFile(File, 0)));
        ProcessCast cast = new(this, process);
        Touch(cast, write: false);
        Touch(cast, write: false, page: 8);

        Errno errno = Operate(cast, RmapOperation.Reclaim);

        Assert.Equal((Errno.None, 0, 0), (errno, process.Files.Folios, process.Folios.LiveFolios));
        Assert.Empty(Mapped(process, 0));
        Assert.Empty(Mapped(process, 8));
        Touch(cast, write: false);
        Assert.Equal(1, process.Files.Folios);
    }

    [Fact]
    public void A_dirty_page_is_written_back_first_and_goes_the_next_time()
    {
        SmallProcess process = new SmallProcess().AddFile(File, 4, tracksDirty: true);
        ProcessCast cast = new(this, process);
        Touch(cast, write: true);
        TestProbe events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(KeeperReleased));

        Errno first = Operate(cast, RmapOperation.Reclaim);
        events.ExpectMsg<KeeperReleased>();
        Errno second = Operate(cast, RmapOperation.Reclaim);

        Assert.Equal((Errno.EAGAIN, Errno.None, 0), (first, second, process.Files.Folios));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pinned_page_and_one_of_a_file_in_memory_are_not_reclaimed(bool pinned)
    {
        SmallProcess process = new SmallProcess().AddFile(File, 4, tracksDirty: pinned);
        ProcessCast cast = new(this, process);
        Touch(cast, write: false);
        if (pinned)
        {
            Pin(cast, FollFlags.Longterm);
        }

        Errno errno = Operate(cast, RmapOperation.Reclaim);

        Assert.Equal((Errno.EAGAIN, 1), (errno, process.Files.Folios));
        Assert.Single(Mapped(process, 0));
    }

    [Theory]
    [InlineData(false, Errno.None, 4)]
    [InlineData(true, Errno.EAGAIN, 1)]
    public void A_large_folio_of_a_file_is_split_unless_it_is_pinned(bool pinned, Errno errno, int folios)
    {
        SmallProcess process = new SmallProcess().AddFile(File, 4);
        process.Cache(File, 0, order: 2);
        ProcessCast cast = new(this, process);
        Touch(cast, write: false);
        RangeCpu? range = pinned ? Pin(cast, FollFlags.Longterm) : null;

        Assert.Equal(errno, Operate(cast, RmapOperation.Split));

        Assert.Equal(folios, process.Files.Folios);
        Touch(cast, write: false, page: 3);
        Assert.Single(Mapped(process, 3));
        Assert.Equal(pinned, range is not null && process.FolioOf(Pfn.Of(range[0].Start)).MaybeDmaPinned);
        cast.Folios.Tell(new Truncate(File, 0));
        ExpectMsg<Truncated>();
        Assert.Equal(pinned ? 1 : 0, process.Folios.LiveFolios);
    }

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EBUSY)]
    public void Failed_memory_leaves_its_file_and_a_pin_keeps_what_nobody_else_can_reach(bool pinned, Errno errno)
    {
        SmallProcess process = new SmallProcess().AddFile(File, 4);
        ProcessCast cast = new(this, process);
        Touch(cast, write: true);
        if (pinned)
        {
            Pin(cast, FollFlags.Write | FollFlags.Longterm);
        }

        Assert.Equal(errno, Operate(cast, RmapOperation.Fail));

        Assert.Equal((0, pinned ? 1 : 0), (process.Files.Folios, process.Folios.LiveFolios));
        Assert.Equal(pinned ? 0UL : 1UL, process.Folios.PoisonedFrames);
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: false));
        Assert.Equal(Errno.EFAULT, ExpectMsg<Populated>().Errno);
    }

    private void Touch(ProcessCast cast, bool write, ulong page = 0)
    {
        cast.Space.Tell(new Populate(SmallProcess.At(page), write));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
    }

    private Errno Operate(ProcessCast cast, RmapOperation operation)
    {
        cast.Space.Tell(new OperateAt(SmallProcess.At(0), operation));
        return ExpectMsg<OperationDone>().Errno;
    }

    private RangeCpu Pin(ProcessCast cast, FollFlags flags)
    {
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, flags));
        return ExpectMsg<Pinned>().Range;
    }

    private static PteRun[] Mapped(SmallProcess process, ulong page)
    {
        PteRun[] runs = new PteRun[1];
        return runs[..process.Pages.Read(SmallProcess.At(page), Pfn.FrameSizeBytes, runs)];
    }
}
