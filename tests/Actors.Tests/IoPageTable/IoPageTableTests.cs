using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.IoPageTableProtocol;
using EntriesCleared = PhyrActors.Actors.IoPageTableProtocol.EntriesCleared;
using EntriesWritten = PhyrActors.Actors.IoPageTableProtocol.EntriesWritten;

namespace PhyrActors.Actors.Tests;

/// <summary>The table as an actor: entries in whole pages, frames lent, nothing but maps deferred.</summary>
public sealed class IoPageTableTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const ulong Block = 512 * Page;
    private const IoProt ReadWrite = IoProt.Read | IoProt.Write;

    private static readonly Pfn s_root = new(1);
    private static readonly Iova s_window = new(0x4000_0000);
    private static readonly FrameBlock s_huge = new(new Pfn(512), 9);

    private readonly TestProbe _folios;
    private readonly TestProbe _events;
    private readonly Model.IoPageTable _entries = new(s_root, IoPageSizes.UpTo1GiB);

    public IoPageTableTests() => (_folios, _events) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void Chunks_are_mapped_one_after_the_other()
    {
        IActorRef table = MakeWithFrames();

        table.Tell(Write(Ranges.OfPages(3)));

        EntriesWritten written = ExpectMsg<EntriesWritten>();
        Assert.Equal((3, 3 * Page, Errno.None), (written.Chunks, written.LengthBytes, written.Errno));
        Assert.Equal(Ranges.OfPages(3)[2].Start, Translate(s_window + (2 * Page)));
    }

    [Fact]
    public void A_part_of_a_range_is_mapped_from_its_first_chunk_on()
    {
        IActorRef table = MakeWithFrames();

        table.Tell(Write(Ranges.OfPages(3)) with { FirstChunk = 1, Chunks = 1 });

        Assert.Equal(Page, ExpectMsg<EntriesWritten>().LengthBytes);
        Assert.Equal(Ranges.OfPages(3)[1].Start, Translate(s_window));
    }

    [Fact]
    [Trait("row", "D7")]
    public void A_range_of_512_pages_is_one_map_of_one_leaf_where_pages_are_512_of_each()
    {
        IActorRef table = MakeWithFrames();
        table.Tell(Write(Ranges.Of(s_huge)));
        EntriesWritten asRange = ExpectMsg<EntriesWritten>();
        long leavesOfRange = _entries.LeafCount(PageSize.Size2MiB);

        table.Tell(Write(Ranges.OfPages(512), s_window + Block));

        Assert.Equal((1, 512), (asRange.Chunks, ExpectMsg<EntriesWritten>().Chunks));
        Assert.Equal((1, 512), (leavesOfRange, _entries.LeafCount(PageSize.Size4KiB)));
    }

    [Fact]
    [Trait("row", "U2")]
    public void Each_chunk_of_a_mixed_range_gets_the_largest_leaf_that_fits_it()
    {
        IActorRef table = MakeWithFrames();
        RangeCpu mixed = Ranges.Of(s_huge, new FrameBlock(new Pfn(0x10), 4), new FrameBlock(new Pfn(0x31), 0));

        table.Tell(Write(mixed));

        Assert.Equal(mixed.LengthBytes, ExpectMsg<EntriesWritten>().LengthBytes);
        Assert.Equal((1, 17), (_entries.LeafCount(PageSize.Size2MiB), _entries.LeafCount(PageSize.Size4KiB)));
    }

    [Fact]
    public void Bytes_inside_pages_are_mapped_in_whole_pages()
    {
        IActorRef table = MakeWithFrames();
        RangeCpu range = Ranges.OfBytes(new Phyr(new PhysAddr(0x5800), 0x900));

        table.Tell(Write(range, s_window + 0x800));

        EntriesWritten written = ExpectMsg<EntriesWritten>();
        Assert.Equal((0x900UL, Errno.None), (written.LengthBytes, written.Errno));
        Assert.Equal(2 * Page, _entries.MappedBytes);
        Assert.Equal(new PhysAddr(0x5800), Translate(s_window + 0x800));
    }

    [Fact]
    public void Bytes_inside_pages_are_cleared_in_whole_pages()
    {
        IActorRef table = MakeWithFrames();
        table.Tell(Write(Ranges.OfBytes(new Phyr(new PhysAddr(0x5800), 0x900)), s_window + 0x800));
        ExpectMsg<EntriesWritten>();

        table.Tell(new ClearEntries(s_window, s_window + 0x800, 0x900));

        Assert.Equal(2 * Page, ExpectMsg<EntriesCleared>().LengthBytes);
        Assert.Equal(0UL, _entries.MappedBytes);
    }

    [Fact]
    public void What_is_in_the_way_refuses_all_of_the_request()
    {
        IActorRef table = MakeWithFrames();
        table.Tell(Write(Ranges.OfPages(1), s_window + (2 * Page)));
        ExpectMsg<EntriesWritten>();

        table.Tell(Write(Ranges.OfPages(3)));

        EntriesWritten written = ExpectMsg<EntriesWritten>();
        Assert.Equal((Errno.EADDRINUSE, 0UL), (written.Errno, written.LengthBytes));
        Assert.Equal(Page, _entries.MappedBytes);
    }

    [Fact]
    public void Entries_that_were_refused_are_not_published()
    {
        IActorRef table = MakeWithFrames();
        table.Tell(Write(Ranges.OfPages(1)));
        ExpectMsg<EntriesWritten>();
        Sys.EventStream.Subscribe(_events.Ref, typeof(Model.EntriesWritten));

        table.Tell(Write(Ranges.OfPages(1)));

        ExpectMsg<EntriesWritten>();
        _events.ExpectNoMsg(100);
    }

    [Fact]
    public void Clearing_what_is_not_there_publishes_nothing()
    {
        IActorRef table = MakeWithFrames();
        Sys.EventStream.Subscribe(_events.Ref, typeof(Model.EntriesCleared));

        table.Tell(new ClearEntries(s_window, s_window, Page));

        Assert.Equal(0UL, ExpectMsg<EntriesCleared>().LengthBytes);
        _events.ExpectNoMsg(100);
    }

    [Fact]
    public void Without_frames_for_tables_a_map_is_refused_with_nothing_mapped()
    {
        IActorRef table = Make();
        table.Tell(Write(Ranges.OfPages(2)));

        Lend(2);

        EntriesWritten written = ExpectMsg<EntriesWritten>();
        Assert.Equal((Errno.ENOMEM, 0UL), (written.Errno, written.LengthBytes));
        Assert.Equal(0UL, _entries.MappedBytes);
    }

    [Fact]
    public void Maps_wait_for_one_that_waits_for_frames_and_keep_their_order()
    {
        IActorRef table = Make();
        table.Tell(Write(Ranges.OfPages(1)) with { State = new Iova(0x1000) });
        table.Tell(Write(Ranges.OfPages(1), s_window + Page) with { State = new Iova(0x2000) });
        ExpectNoMsg(100);

        Lend(64);

        Assert.Equal(new Iova(0x1000), ExpectMsg<EntriesWritten>().State);
        Assert.Equal(new Iova(0x2000), ExpectMsg<EntriesWritten>().State);
    }

    [Fact]
    public void A_map_that_found_no_frames_does_not_keep_the_next_from_asking()
    {
        IActorRef table = Make();
        table.Tell(Write(Ranges.OfPages(1)));
        table.Tell(Write(Ranges.OfPages(1)));
        Lend(0);
        ExpectMsg<EntriesWritten>();

        Lend(64);

        Assert.Equal(Errno.None, ExpectMsg<EntriesWritten>().Errno);
    }

    [Fact]
    public void Walks_are_not_deferred_while_frames_are_on_their_way()
    {
        IActorRef table = Make();
        table.Tell(Write(Ranges.OfPages(1)));

        table.Tell(new ReadEntry(4, s_root, IoLevel.Root, 0));

        Assert.Equal(new EntryRead(4, default), ExpectMsg<EntryRead>());
    }

    [Fact]
    public void Clears_are_not_deferred_while_frames_are_on_their_way()
    {
        IActorRef table = Make();
        table.Tell(Write(Ranges.OfPages(1)));

        table.Tell(new ClearEntries(s_window, s_window, Page));

        ExpectMsg<EntriesCleared>();
    }

    [Fact]
    public void A_walk_reads_its_way_down_to_the_leaf()
    {
        IActorRef table = MakeWithFrames();
        table.Tell(Write(Ranges.Of(s_huge)));
        ExpectMsg<EntriesWritten>();
        IoEntry top = Read(table, s_root, IoLevel.Root);
        IoEntry middle = Read(table, top.Table, 3);

        IoEntry leaf = Read(table, middle.Table, 2);

        Assert.Equal(IoEntry.Map(s_huge.Head.Address, ReadWrite, PageSize.Size2MiB), leaf);
    }

    [Fact]
    public void A_walk_into_a_table_that_went_finds_no_table()
    {
        IActorRef table = MakeWithFrames();
        table.Tell(Write(Ranges.OfPages(512)));
        ExpectMsg<EntriesWritten>();
        IoEntry middle = Read(table, Read(table, s_root, IoLevel.Root).Table, 3);
        Pfn leafTable = Read(table, middle.Table, 2).Table;

        table.Tell(new ClearEntries(s_window, s_window, Block));

        FreedTable freed = Assert.Single(ExpectMsg<EntriesCleared>().Freed.ToArray());
        Assert.Equal(leafTable, freed.Frame);
        Assert.Equal(IoEntryKind.Freed, Read(table, leafTable, IoLevel.Leaf).Kind);
    }

    [Fact]
    public void A_large_leaf_gives_the_empty_table_that_it_replaces()
    {
        IActorRef table = MakeWithFrames();
        table.Tell(Write(Ranges.OfPages(1)));
        ExpectMsg<EntriesWritten>();
        table.Tell(new ClearEntries(s_window, s_window, Page));
        ExpectMsg<EntriesCleared>();

        table.Tell(Write(Ranges.Of(s_huge)));

        Assert.Equal(1, ExpectMsg<EntriesWritten>().Freed.Length);
    }

    [Fact]
    public void Tables_released_are_used_again()
    {
        IActorRef table = Make();
        table.Tell(Write(Ranges.OfPages(1)));
        Lend(5);
        ExpectMsg<EntriesWritten>();

        table.Tell(new ReleaseTables(Enumerable.Repeat(new FreedTable(new Pfn(0x90), 1), 3).ToArray()));
        table.Tell(Write(Ranges.OfPages(1), s_window + Page));

        Assert.Equal(Errno.None, ExpectMsg<EntriesWritten>().Errno);
    }

    private static WriteEntries Write(RangeCpu range, Iova? start = null) =>
        new(s_window, start ?? s_window, range, 0, range.ChunkCount, 1, ReadWrite);

    private PhysAddr Translate(Iova iova) =>
        _entries.TryTranslate(iova, out IoTranslation found) ? found.Phys : default;

    private IoEntry Read(IActorRef table, Pfn frame, int level)
    {
        table.Tell(new ReadEntry(0, frame, level, IoLevel.IndexOf(s_window, level)));
        return ExpectMsg<EntryRead>().Entry;
    }

    private IActorRef Make() =>
        ActorOf(Props.Create(() => new IoPageTable(1, _entries, _folios.Ref, Around.Plain)));

    private IActorRef MakeWithFrames()
    {
        IActorRef table = Make();
        table.Tell(Write(Ranges.OfPages(1), new Iova(0x1000)));
        Lend(4096);
        ExpectMsg<EntriesWritten>();
        table.Tell(new ClearEntries(s_window, new Iova(0x1000), Page));
        ExpectMsg<EntriesCleared>();
        return table;
    }

    private void Lend(ulong frames)
    {
        _folios.ExpectMsg<LendFrames>();
        _folios.Reply(new FramesLent(
            Enumerable.Range(0, (int)frames).Select(frame => new Pfn(0x10_0000 + (ulong)frame)).ToArray()));
    }
}
