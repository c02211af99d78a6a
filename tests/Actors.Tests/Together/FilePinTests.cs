using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Pins of pages of files, and files that are cut under them.</summary>
public sealed class FilePinTests : TestKit
{
    private const int File = 5;
    private const FollFlags LongWrite = FollFlags.Write | FollFlags.Longterm;

    private readonly SmallProcess _process = new();

    [Fact]
    public void A_pin_of_a_hole_in_a_shared_file_has_its_pages_made()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4));

        RangeCpu range = Pin(cast, 1, 4);

        Assert.Equal((4 * Pfn.FrameSizeBytes, 4), (range.LengthBytes, _process.Files.Folios));
        Folio folio = FolioOf(range);
        Assert.Equal((1, true, true), (folio.MapCount, folio.Has(FolioFlags.Cached), folio.MaybeDmaPinned));
    }

    [Fact]
    public void Two_addresses_of_one_page_of_a_file_lead_to_one_frame()
    {
        _process.AddFile(File, 2).Vmas.Add(new Vma(
            SmallProcess.At(8), SmallProcess.At(9), SmallProcess.Anonymous | VmaFlags.Shared, new VmaFile(File, 1)));
        ProcessCast cast = Cast(_process);

        RangeCpu first = Pin(cast, 1, 1, page: 1);
        RangeCpu second = Pin(cast, 2, 1, page: 8);

        Assert.Equal(first[0].Start, second[0].Start);
        Assert.Equal(2, FolioOf(first).MapCount);
    }

    [Theory]
    [InlineData(LongWrite, Errno.EFAULT)]
    [InlineData(FollFlags.Longterm, Errno.None)]
    [InlineData(FollFlags.Write, Errno.None)]
    public void Only_a_long_pin_for_writing_is_refused_where_a_file_system_tracks_writes(FollFlags flags, Errno errno)
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4, tracksDirty: true));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, flags));

        object answer = ReceiveOne(TimeSpan.FromSeconds(20))!;
        Assert.Equal(errno, answer is PinRefused refused ? refused.Errno : Errno.None);
        Assert.Equal(errno == Errno.None ? 1 : 0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_pin_beyond_the_end_of_a_file_is_refused()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4));
        Truncate(cast, 1);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 2 * Pfn.FrameSizeBytes, LongWrite));

        Assert.Equal(Errno.EFAULT, ExpectMsg<PinRefused>().Errno);
        Assert.Equal(0UL, cast.Account.PinnedPages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("row", "G10")]
    public void A_page_that_leaves_its_file_under_a_pin_lives_on_unmapped_until_the_last_pin_goes(bool punch)
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4));
        RangeCpu first = Pin(cast, 1, 1);
        RangeCpu second = Pin(cast, 2, 1);

        if (punch)
        {
            cast.Folios.Tell(new PunchHole(File, 0, 1));
            ExpectMsg<Truncated>();
        }
        else
        {
            Truncate(cast, 0);
        }

        Folio orphan = FolioOf(first);
        Assert.Equal((0, 2 * Folio.GupPinCountingBias), (orphan.MapCount, orphan.RefCount));
        Assert.False(orphan.Has(FolioFlags.Cached));
        Assert.Empty(Mapped(0));
        Unpin(cast, 1, first);
        Assert.Equal(1, _process.Folios.LiveFolios);
        Unpin(cast, 2, second);
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void After_a_hole_was_punched_the_process_and_the_pin_see_different_frames()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4));
        RangeCpu old = Pin(cast, 1, 1);
        cast.Folios.Tell(new PunchHole(File, 0, 1));
        ExpectMsg<Truncated>();

        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));

        ExpectMsg<Populated>();
        Assert.NotEqual(Pfn.Of(old[0].Start), Assert.Single(Mapped(0)).Frame);
    }

    [Fact]
    public void A_child_shares_the_pages_of_a_file_and_leaves_it_when_it_exits()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4));
        RangeCpu range = Pin(cast, 1, 1);
        cast.Space.Tell(new Fork(8));
        IActorRef child = ExpectMsg<Forked>().Child;
        child.Tell(new Populate(SmallProcess.At(0), Write: true));
        ExpectMsg<Populated>();
        int mapped = FolioOf(range).MapCount;

        Watch(child);
        child.Tell(new Exit());

        ExpectMsg<Terminated>();
        Assert.Equal((2, 1), (mapped, FolioOf(range).MapCount));
        Truncate(cast, 0);
        Assert.Equal(0, FolioOf(range).MapCount);
    }

    [Fact]
    public void A_page_of_a_file_moves_to_where_it_may_be_pinned_for_long()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable).AddFile(File, 1);
        Pfn movable = process.Cache(File, 0);
        ProcessCast cast = new(this, process);

        RangeCpu range = Pin(cast, 1, 1);

        Pfn frame = Pfn.Of(range[0].Start);
        Assert.NotEqual(movable, frame);
        Assert.True(process.Files.TryFind(new FilePage(File, 0), out Pfn cached));
        Assert.Equal((frame, MemoryZone.Normal), (cached, process.FolioOf(frame).Zone));
    }

    [Fact]
    public void A_large_folio_leaves_only_with_all_of_its_pages()
    {
        _process.AddFile(File, 16).Cache(File, 0, order: 2);
        ProcessCast cast = Cast(_process);
        cast.Folios.Tell(new PunchHole(File, 0, 3));
        ExpectMsg<Truncated>();
        int part = _process.Files.Folios;

        cast.Folios.Tell(new PunchHole(File, 0, 4));

        ExpectMsg<Truncated>();
        Assert.Equal((1, 0, 0), (part, _process.Files.Folios, _process.Folios.LiveFolios));
    }

    [Fact]
    public void Writeback_cleans_a_page_and_the_next_store_tells_the_file_system_again()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4, tracksDirty: true));
        Store(cast);
        _process.Files.TryFind(new FilePage(File, 0), out Pfn frame);
        bool dirty = _process.FolioOf(frame).Has(FolioFlags.Dirty);

        cast.Folios.Tell(new WriteBack(new FilePage(File, 0)));

        ExpectMsg(new WrittenBack(new FilePage(File, 0), Errno.None));
        CachedFile file = _process.Files.Find(File)!;
        bool isProtected = !Assert.Single(Mapped(0)).Flags.HasFlag(PteFlags.Writable);
        Assert.Equal(
            (true, false, true, false),
            (dirty, _process.FolioOf(frame).Has(FolioFlags.Dirty), isProtected, file.IsPrepared(0)));
        Store(cast);
        Assert.True(file.IsPrepared(0) && _process.FolioOf(frame).Has(FolioFlags.Dirty));
    }

    [Fact]
    public void A_cut_waits_for_a_page_that_the_disk_still_reads()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4, tracksDirty: true));
        BlockDriverProtocol.Write write = BeginWriteback(cast);

        cast.Folios.Tell(new Truncate(File, 0));
        ExpectNoMsg(100);
        cast.Folios.Tell(new BlockDriverProtocol.Written(write.Then, Errno.None), TestActor);

        ExpectMsg(new WrittenBack(new FilePage(File, 0), Errno.None));
        ExpectMsg(new Truncated(File, Errno.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_disk_that_fails_is_told_and_keeps_what_it_may_still_read(bool isStillMapped)
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4, tracksDirty: true));
        BlockDriverProtocol.Write write = BeginWriteback(cast);

        cast.Folios.Tell(
            new BlockDriverProtocol.Written(write.Then, Errno.EIO) { IsStillMapped = isStillMapped }, TestActor);

        ExpectMsg(new WrittenBack(new FilePage(File, 0), Errno.EIO));
        _process.Files.TryFind(new FilePage(File, 0), out Pfn frame);
        Assert.True(_process.FolioOf(frame).Has(FolioFlags.Dirty));
        Truncate(cast, 0);
        Assert.Equal(isStillMapped ? 1 : 0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void Memory_that_fails_waits_for_a_page_that_the_disk_still_reads()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4, tracksDirty: true));
        BlockDriverProtocol.Write write = BeginWriteback(cast);

        cast.Space.Tell(new OperateAt(SmallProcess.At(0), RmapOperation.Fail));
        ExpectNoMsg(100);
        int cached = _process.Files.Folios;
        cast.Folios.Tell(new BlockDriverProtocol.Written(write.Then, Errno.None), TestActor);

        ExpectMsg(new WrittenBack(new FilePage(File, 0), Errno.None));
        ExpectMsg(new OperationDone(RmapOperation.Fail, Errno.None));
        Assert.Equal((1, 0, 1UL), (cached, _process.Files.Folios, _process.Folios.PoisonedFrames));
    }

    [Fact]
    public void A_short_pin_makes_a_page_dirty_again_of_which_the_file_system_expects_no_write()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4, tracksDirty: true));
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Write));
        RangeCpu range = ExpectMsg<Pinned>().Range;
        cast.Folios.Tell(new WriteBack(new FilePage(File, 0)));
        ExpectMsg<WrittenBack>();
        TestProbe listener = CreateTestProbe();
        Sys.EventStream.Subscribe(listener.Ref, typeof(UnpreparedFolioDirtied));

        Unpin(cast, 1, range);

        Pfn frame = Pfn.Of(range[0].Start);
        listener.ExpectMsg(new UnpreparedFolioDirtied(1, frame, new FilePage(File, 0)));
        Assert.True(_process.FolioOf(frame).Has(FolioFlags.Dirty));
    }

    [Fact]
    public void A_file_in_memory_is_not_written_to_a_disk()
    {
        ProcessCast cast = Cast(_process.AddFile(File, 4));
        Store(cast);

        cast.Folios.Tell(new WriteBack(new FilePage(File, 0)));

        ExpectMsg(new WrittenBack(new FilePage(File, 0), Errno.EINVAL));
    }

    private BlockDriverProtocol.Write BeginWriteback(ProcessCast cast)
    {
        TestProbe disk = CreateTestProbe();
        cast.Folios.Tell(new AddDisk(disk.Ref));
        Store(cast);
        cast.Folios.Tell(new WriteBack(new FilePage(File, 0)));
        return disk.ExpectMsg<BlockDriverProtocol.Write>();
    }

    private void Store(ProcessCast cast)
    {
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));
        ExpectMsg<Populated>();
    }

    private ProcessCast Cast(SmallProcess process) => new(this, process);

    private RangeCpu Pin(ProcessCast cast, long number, ulong pages, ulong page = 0)
    {
        cast.Pinner.Tell(new Pin(number, SmallProcess.At(page), pages * Pfn.FrameSizeBytes, LongWrite));
        return ExpectMsg<Pinned>().Range;
    }

    private void Unpin(ProcessCast cast, long number, RangeCpu range)
    {
        cast.Pinner.Tell(new Unpin(number, range, Dirty: true));
        ExpectMsg<Unpinned>();
    }

    private void Truncate(ProcessCast cast, ulong pages)
    {
        cast.Folios.Tell(new Truncate(File, pages));
        ExpectMsg(new Truncated(File, Errno.None));
    }

    private Folio FolioOf(RangeCpu range) => _process.FolioOf(Pfn.Of(range[0].Start));

    private PteRun[] Mapped(ulong page)
    {
        PteRun[] runs = new PteRun[1];
        return runs[.._process.Pages.Read(SmallProcess.At(page), Pfn.FrameSizeBytes, runs)];
    }
}
