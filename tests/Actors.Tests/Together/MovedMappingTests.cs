using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Mappings moved by mremap, and pages by userfaultfd, with pins and without.</summary>
[Trait("row", "G10")]
public sealed class MovedMappingTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;

    private readonly SmallProcess _process = new();

    [Fact]
    public void A_pin_stays_valid_when_its_mapping_moves_and_a_later_pin_finds_the_new_place()
    {
        Pfn head = _process.Give(0, order: 4);
        ProcessCast cast = Cast(16);
        RangeCpu old = Pin(cast, 1, page: 0, pages: 16);

        Assert.Equal(Errno.None, Mremap(cast, 0, 16, 600));

        cast.Pinner.Tell(new Pin(2, SmallProcess.At(0), Page, FollFlags.Write));
        Assert.Equal(new PinRefused(2, Errno.EFAULT), ExpectMsg<PinRefused>());
        RangeCpu found = Pin(cast, 3, page: 600, pages: 16);
        Assert.Equal((old[0].Start, 1), (found[0].Start, _process.FolioOf(head).MapCount));
        Unpin(cast, 1, old);
        Unpin(cast, 3, found);
        Assert.Equal(0, _process.FolioOf(head).PinCount);
    }

    [Fact]
    public void A_page_in_the_middle_of_a_folio_moves_and_every_part_is_a_mapping_of_its_own()
    {
        Pfn head = _process.Give(0, order: 4);
        ProcessCast cast = Cast(16);

        Assert.Equal(Errno.None, Mremap(cast, 4, 1, 600));

        Assert.Equal((3, head + 4), (_process.FolioOf(head).MapCount, Entry(600)!.Value.Frame));
        Zap(cast, 600, 1);
        Zap(cast, 0, 16);
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_mapping_that_comes_to_lie_over_two_tables_counts_twice()
    {
        Pfn head = _process.Give(0, order: 4);
        ProcessCast cast = Cast(16);

        Assert.Equal(Errno.None, Mremap(cast, 0, 16, 1024 - 8));

        Assert.Equal(2, _process.FolioOf(head).MapCount);
        Zap(cast, 1024 - 8, 16);
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_huge_entry_is_small_ones_at_a_place_that_is_not_aligned()
    {
        _process.Give(0, order: 9);
        ProcessCast cast = Cast(512);

        Mremap(cast, 0, 512, 1024 + 8);
        Mremap(cast, 1024 + 8, 512, 2048);

        Assert.False(Entry(2048)!.Value.Flags.HasFlag(PteFlags.Huge));
        Zap(cast, 2048, 512);
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EAGAIN)]
    public void A_page_that_moved_is_found_by_migration_unless_it_is_pinned(bool pinned, Errno errno)
    {
        Pfn head = _process.Give(0);
        ProcessCast cast = Cast(1);
        Mremap(cast, 0, 1, 600);
        if (pinned)
        {
            Pin(cast, 1, page: 600, pages: 1);
        }

        cast.Space.Tell(new MigrateAt(SmallProcess.At(600)));

        Assert.Equal(new MigrationDone(errno), ExpectMsg<MigrationDone>());
        Assert.Equal(pinned, Entry(600)!.Value.Frame == head);
    }

    [Fact]
    public void A_moved_mapping_of_a_file_shows_the_same_pages()
    {
        ProcessCast cast = new(this, _process.AddFile(5, 4));
        RangeCpu old = Pin(cast, 1, page: 2, pages: 1);

        Mremap(cast, 2, 1, 600);
        Zap(cast, 600, 1);

        RangeCpu found = Pin(cast, 2, page: 600, pages: 1);
        Assert.Equal(old[0].Start, found[0].Start);
    }

    [Fact]
    public void A_mapping_of_a_file_moves_when_a_walk_of_the_file_is_over()
    {
        ProcessCast cast = new(this, _process.AddFile(5, 4));
        Unpin(cast, 1, Pin(cast, 1, page: 0, pages: 1));
        TestProbe driver = CreateTestProbe();
        driver.Send(cast.Space, new MmuNotifierProtocol.Insert(1, SmallProcess.At(0), Page));
        driver.ExpectMsg<MmuNotifierProtocol.Inserted>();
        cast.Folios.Tell(new PunchHole(5, 0, 1));
        long walk = driver.ExpectMsg<MmuNotifierProtocol.Invalidate>().Invalidation;

        cast.Space.Tell(new Mremap(SmallProcess.At(0), Page, SmallProcess.At(600)));

        driver.ExpectNoMsg(50);
        driver.Send(cast.Space, new MmuNotifierProtocol.Invalidated(walk, Done: true));
        ExpectMsg(new Truncated(5, Errno.None));
        long move = driver.ExpectMsg<MmuNotifierProtocol.Invalidate>().Invalidation;
        driver.Reply(new MmuNotifierProtocol.Invalidated(move, Done: true));
        Assert.Equal(Errno.None, ExpectMsg<Mremapped>().Errno);
        Assert.Equal((null, null), (Entry(0), Entry(600)));
    }

    [Theory]
    [InlineData(4, Errno.None, 2)]
    [InlineData(3, Errno.ENOMEM, 0)]
    public void A_mapping_moves_only_where_its_parts_are_not_too_many(int room, Errno errno, int more)
    {
        _process.Give(1);
        int before = VmaTree.CountMax - room;
        for (ulong page = 1024; _process.Vmas.Count < before - 1; page += 2)
        {
            _process.AddVma(page, page + 1);
        }

        ProcessCast cast = Cast(3);

        Assert.Equal(errno, Mremap(cast, 1, 1, 600));

        Assert.Equal(before + more, _process.Vmas.Count);
        Assert.Equal((errno != Errno.None, errno == Errno.None), (Entry(1) is not null, Entry(600) is not null));
    }

    [Theory]
    [InlineData(20UL, 1UL, 600UL, Errno.EFAULT)]
    [InlineData(0UL, 17UL, 600UL, Errno.EFAULT)]
    [InlineData(0UL, 1UL, 8UL, Errno.EEXIST)]
    public void A_mapping_is_moved_whole_and_to_where_nothing_is(ulong from, ulong pages, ulong to, Errno errno)
    {
        ProcessCast cast = Cast(16);

        Assert.Equal(errno, Mremap(cast, from, pages, to));

        Assert.Equal(1, _process.Vmas.Count);
    }

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EBUSY)]
    public void Userfaultfd_moves_a_page_unless_it_is_pinned(bool pinned, Errno errno)
    {
        Pfn frame = _process.Give(0);
        ProcessCast cast = Cast(2);
        if (pinned)
        {
            Pin(cast, 1, page: 0, pages: 1);
        }

        cast.Space.Tell(new UserfaultMove(SmallProcess.At(0), SmallProcess.At(1)));

        Assert.Equal(new UserfaultMoveDone(SmallProcess.At(0), errno), ExpectMsg<UserfaultMoveDone>());
        Assert.Equal((pinned, !pinned), (Entry(0)?.Frame == frame, Entry(1)?.Frame == frame));
        Assert.Equal(SmallProcess.At(pinned ? 0UL : 1UL), _process.FolioOf(frame).MappedAt);
        Assert.Equal(SmallProcess.OwnPage, Entry(pinned ? 0UL : 1UL)!.Value.Flags);
    }

    [Theory]
    [InlineData(1UL, 0UL, Errno.EEXIST)]
    [InlineData(3UL, 4UL, Errno.ENOENT)]
    [InlineData(0UL, 600UL, Errno.EINVAL)]
    [InlineData(8UL, 3UL, Errno.EBUSY)]
    public void Userfaultfd_moves_single_pages_to_holes(ulong from, ulong to, Errno errno)
    {
        _process.Give(0);
        _process.Give(1);
        _process.Give(8, order: 2);
        ProcessCast cast = Cast(16);

        cast.Space.Tell(new UserfaultMove(SmallProcess.At(from), SmallProcess.At(to)));

        Assert.Equal(errno, ExpectMsg<UserfaultMoveDone>().Errno);
        Assert.Equal(3, _process.Folios.LiveFolios);
    }

    [Fact]
    public void Userfaultfd_does_not_move_a_page_that_a_child_shares()
    {
        _process.Give(0);
        ProcessCast cast = Cast(2);
        cast.Space.Tell(new Fork(8));
        ExpectMsg<Forked>();

        cast.Space.Tell(new UserfaultMove(SmallProcess.At(0), SmallProcess.At(1)));

        Assert.Equal(Errno.EBUSY, ExpectMsg<UserfaultMoveDone>().Errno);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_page_that_a_child_shared_until_it_exited_is_found_where_it_moved_to(bool byUserfault)
    {
        Pfn head = _process.Give(0);
        ProcessCast cast = Cast(2);
        cast.Space.Tell(new Fork(8));
        IActorRef child = Watch(ExpectMsg<Forked>().Child);
        child.Tell(new Exit());
        ExpectMsg<Terminated>();
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
        ulong to = byUserfault ? 1UL : 600UL;

        if (byUserfault)
        {
            cast.Space.Tell(new UserfaultMove(SmallProcess.At(0), SmallProcess.At(1)));
            Assert.Equal(Errno.None, ExpectMsg<UserfaultMoveDone>().Errno);
        }
        else
        {
            Assert.Equal(Errno.None, Mremap(cast, 0, 1, 600));
        }

        Folio moved = _process.FolioOf(head);
        Assert.Equal((SmallProcess.Number, SmallProcess.At(to)), (moved.Owner, moved.MappedAt));
        cast.Space.Tell(new MigrateAt(SmallProcess.At(to)));
        Assert.Equal(new MigrationDone(Errno.None), ExpectMsg<MigrationDone>());
        Assert.NotEqual(head, Entry(to)!.Value.Frame);
    }

    [Theory]
    [InlineData(0UL, 1)]
    [InlineData(1UL, 0)]
    public void A_mapping_that_reaches_beyond_the_range_looked_at_is_not_taken_away(ulong page, int found)
    {
        Pfn head = _process.Give(0, order: 2);
        ProcessCast cast = Cast(8);

        cast.Space.Tell(new UnmapEverywhere(1, _process.FolioOf(head).Block, SmallProcess.At(page)));

        Assert.Equal(found, ExpectMsg<UnmappedEverywhere>().Mappings.Length);
        Assert.Equal(found == 0, Entry(0)!.Value.Flags.HasFlag(PteFlags.Present));
    }

    [Fact]
    public void A_page_that_is_swapped_out_moves_without_a_folio()
    {
        _process.Map(0, default, 1, PteFlags.Swap);
        ProcessCast cast = Cast(2);

        cast.Space.Tell(new UserfaultMove(SmallProcess.At(0), SmallProcess.At(1)));

        Assert.Equal(Errno.None, ExpectMsg<UserfaultMoveDone>().Errno);
        Assert.Equal((null, PteFlags.Swap), (Entry(0), Entry(1)!.Value.Flags));
    }

    private ProcessCast Cast(ulong pages) => new(this, _process.AddVma(0, pages));

    private PteRun? Entry(ulong page) =>
        _process.Pages.TryFindRun(SmallProcess.At(page), out PteRun entry) ? entry : null;

    private Errno Mremap(ProcessCast cast, ulong from, ulong pages, ulong to)
    {
        cast.Space.Tell(new Mremap(SmallProcess.At(from), pages * Page, SmallProcess.At(to)));
        return ExpectMsg<Mremapped>().Errno;
    }

    private void Zap(ProcessCast cast, ulong page, ulong pages)
    {
        cast.Space.Tell(new Zap(SmallProcess.At(page), pages * Page, Unmap: false));
        Assert.Equal(Errno.None, ExpectMsg<Zapped>().Errno);
    }

    private RangeCpu Pin(ProcessCast cast, long number, ulong page, ulong pages)
    {
        cast.Pinner.Tell(new Pin(
            number, SmallProcess.At(page), pages * Page, FollFlags.Write | FollFlags.Longterm));
        return ExpectMsg<Pinned>().Range;
    }

    private void Unpin(ProcessCast cast, long number, RangeCpu range)
    {
        cast.Pinner.Tell(new Unpin(number, range, Dirty: true));
        ExpectMsg<Unpinned>();
    }
}
