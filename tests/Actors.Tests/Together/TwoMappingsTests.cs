using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Folios that two processes map, and what needs all mappings gone.</summary>
[Trait("row", "G10")]
public sealed class TwoMappingsTests : TestKit
{
    private const int File = 5;

    [Fact]
    public void A_page_of_a_file_that_two_processes_map_moves_for_a_pin_for_long_and_both_see_the_new_one()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable).AddFile(File, 1);
        Pfn movable = process.Cache(File, 0);
        ProcessCast cast = new(this, process);
        IActorRef child = ForkAndTouch(cast);

        Pfn frame = Pfn.Of(Pin(cast)[0].Start);

        Touch(child);
        Touch(cast.Space);
        Assert.NotEqual(movable, frame);
        Assert.Equal((MemoryZone.Normal, 2), (process.FolioOf(frame).Zone, process.FolioOf(frame).MapCount));
        Assert.False(process.Folios.TryFind(movable, out _));
    }

    [Fact]
    public void A_pinned_page_of_a_file_that_two_processes_map_does_not_move()
    {
        SmallProcess process = new SmallProcess().AddFile(File, 1);
        ProcessCast cast = new(this, process);
        ForkAndTouch(cast);
        Pfn frame = Pfn.Of(Pin(cast)[0].Start);

        cast.Space.Tell(new MigrateAt(SmallProcess.At(0)));

        ExpectMsg(new MigrationDone(Errno.EAGAIN));
        Assert.Equal((2, false), (process.FolioOf(frame).MapCount, process.FolioOf(frame).Has(FolioFlags.Locked)));
    }

    [Fact]
    public void Without_memory_a_page_of_a_file_stays_where_it_is_and_is_faulted_in_again()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable).AddFile(File, 1);
        Pfn movable = process.Cache(File, 0);
        process.ExhaustNormal();
        ProcessCast cast = new(this, process);
        IActorRef child = ForkAndTouch(cast);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Longterm | FollFlags.Write));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<PinRefused>().Errno);
        Touch(child);
        Touch(cast.Space);
        Assert.Equal(2, process.FolioOf(movable).MapCount);
    }

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EBUSY)]
    public void Memory_that_fails_is_taken_from_both_processes_that_share_it_after_a_fork(bool held, Errno errno)
    {
        SmallProcess process = OnePage(held);
        ProcessCast cast = new(this, process);
        IActorRef child = Fork(cast);

        cast.Space.Tell(new OperateAt(SmallProcess.At(0), RmapOperation.Fail));

        ExpectMsg(new OperationDone(RmapOperation.Fail, errno));
        Assert.Equal(held ? 0UL : 1UL, process.Folios.PoisonedFrames);
        Assert.All([cast.Space, child], space =>
        {
            space.Tell(new Populate(SmallProcess.At(0), Write: false));
            Assert.Equal(Errno.EFAULT, ExpectMsg<Populated>().Errno);
        });
    }

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EAGAIN)]
    public void A_page_that_a_child_shares_is_swapped_out_of_both_unless_somebody_holds_it(bool held, Errno errno)
    {
        SmallProcess process = OnePage(held);
        ProcessCast cast = new(this, process);
        IActorRef child = Fork(cast);

        cast.Space.Tell(new OperateAt(SmallProcess.At(0), RmapOperation.Reclaim));

        ExpectMsg(new OperationDone(RmapOperation.Reclaim, errno));
        Assert.Equal(held ? 1 : 0, process.Folios.LiveFolios);
        child.Tell(new Populate(SmallProcess.At(0), Write: false));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
        process.Pages.TryFindRun(SmallProcess.At(0), out PteRun entry);
        Assert.Equal(held ? PteFlags.Present : PteFlags.Swap, entry.Flags);
    }

    [Fact]
    public void A_folio_that_a_child_shares_moves_and_both_find_it()
    {
        SmallProcess process = new();
        Pfn head = process.Give(0, order: 4);
        ProcessCast cast = new(this, process.AddVma(0, 16));
        IActorRef child = Fork(cast);

        cast.Space.Tell(new MigrateAt(SmallProcess.At(0)));

        ExpectMsg(new MigrationDone(Errno.None));
        process.Pages.TryFindRun(SmallProcess.At(0), out PteRun entry);
        Assert.NotEqual(head, entry.Frame);
        Assert.Equal((2, 1), (process.FolioOf(entry.Frame).MapCount, process.Folios.LiveFolios));
        End(child);
        Assert.Equal(1, process.FolioOf(entry.Frame).MapCount);
    }

    [Fact]
    public void A_page_that_is_left_to_a_child_alone_moves_though_the_parent_is_asked()
    {
        SmallProcess process = new();
        Pfn left = process.Give(0);
        ProcessCast cast = new(this, process.AddVma(0, 1));
        IActorRef child = Fork(cast);
        Touch(cast.Space);

        cast.Folios.Tell(new MigrateFolio(left, cast.Space));

        ExpectMsg(new MigrationDone(Errno.None));
        Assert.Equal((false, 2), (process.Folios.TryFind(left, out _), process.Folios.LiveFolios));
        End(child);
        Assert.Equal(1, process.Folios.LiveFolios);
    }

    [Fact]
    public void A_page_of_a_file_that_another_process_maps_moves()
    {
        SmallProcess process = new SmallProcess().AddFile(File, 1);
        ProcessCast cast = new(this, process);
        IActorRef child = ForkAndTouch(cast);
        process.Pages.TryFindRun(SmallProcess.At(0), out PteRun entry);
        cast.Space.Tell(new Zap(SmallProcess.At(0), Pfn.FrameSizeBytes, Unmap: false));
        ExpectMsg<Zapped>();

        cast.Folios.Tell(new MigrateFolio(entry.Frame, cast.Space));

        ExpectMsg(new MigrationDone(Errno.None));
        Touch(child);
        Assert.Equal((false, 1), (process.Folios.TryFind(entry.Frame, out _), process.Folios.LiveFolios));
    }

    [Fact]
    public void Merged_pages_are_not_found_by_their_address_and_stay()
    {
        SmallProcess process = new();
        Pfn kept = process.Give(0);
        process.Give(1);
        ProcessCast cast = new(this, process.AddVma(0, 2));
        cast.Space.Tell(new Merge(SmallProcess.At(0), SmallProcess.At(1)));
        ExpectMsg<Merged>();

        cast.Space.Tell(new MigrateAt(SmallProcess.At(0)));

        ExpectMsg(new MigrationDone(Errno.EAGAIN));
        Assert.Equal((2, false), (process.FolioOf(kept).MapCount, process.FolioOf(kept).Has(FolioFlags.Locked)));
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
    }

    /// <summary>A process with a page of its own; held: somebody has a reference beside the mapping's.</summary>
    private static SmallProcess OnePage(bool held)
    {
        SmallProcess process = new SmallProcess().AddVma(0, 1);
        Pfn frame = process.Give(0);
        if (held)
        {
            process.Folios.TryGet(frame);
        }

        return process;
    }

    private IActorRef Fork(ProcessCast cast)
    {
        cast.Space.Tell(new Fork(8));
        return ExpectMsg<Forked>().Child;
    }

    private IActorRef ForkAndTouch(ProcessCast cast)
    {
        Touch(cast.Space);
        IActorRef child = Fork(cast);
        Touch(child);
        return child;
    }

    private void End(IActorRef child)
    {
        Watch(child);
        child.Tell(new Exit());
        ExpectMsg<Terminated>();
    }

    private void Touch(IActorRef space)
    {
        space.Tell(new Populate(SmallProcess.At(0), Write: true));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
    }

    private RangeCpu Pin(ProcessCast cast)
    {
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Longterm | FollFlags.Write));
        return ExpectMsg<Pinned>().Range;
    }
}
