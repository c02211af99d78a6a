using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class ProcessPageTableTests
{
    private const PteFlags Mapped = PteFlags.Present | PteFlags.Writable;
    private const PteFlags MappedHuge = Mapped | PteFlags.Huge;
    private const ulong SpacePages = 2048;
    private static readonly VirtAddr s_base = new(0x7f00_0000_0000);

    private readonly ProcessPageTable _table = new();

    [Fact]
    public void Runs_say_the_same_as_an_entry_a_page() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            ProcessPageTable fast = new();
            PageTableByPage slow = new();
            bool agrees = true;
            while (agrees && draws.HasMore)
            {
                ulong page = draws.Below(SpacePages);
                ulong pages = 1 + draws.Below(draws.Below(2) == 0 ? 20UL : SpacePages - page);
                ulong frame = draws.Below(1UL << 20);
                agrees = draws.Below(8) switch
                {
                    0 => slow.Map(page, frame, pages, Mapped) == fast.Map(At(page), new Pfn(frame), pages, Mapped),
                    1 or 2 => slow.Map(page & ~511UL, frame & ~511UL, 512, MappedHuge)
                        == fast.Map(At(page & ~511UL), new Pfn(frame & ~511UL), 512, MappedHuge),
                    3 => slow.Unmap(page, pages) == fast.Unmap(At(page), pages),
                    4 => slow.ChangeFlags(page, pages, PteFlags.None, PteFlags.Writable)
                        == fast.WriteProtect(At(page), pages),
                    5 => slow.Migrate(page, pages) == fast.ReplaceByMigrationEntry(At(page), pages),
                    6 => slow.Restore(page, pages, frame) == fast.Restore(At(page), pages, new Pfn(frame)),
                    _ => slow.SplitPmd(page) == fast.SplitPmd(At(page)),
                };
                agrees &= slow.Read(page, pages).SequenceEqual(ReadPages(fast, page, pages))
                    && slow.Read(0, SpacePages).SequenceEqual(ReadPages(fast, 0, SpacePages));
            }

            return agrees;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_huge_entry_is_read_as_one_run()
    {
        _table.Map(At(0), new Pfn(512), 1024, MappedHuge);

        Assert.Equal(
            [new PteRun(At(0), new Pfn(512), 512, MappedHuge), new PteRun(At(512), new Pfn(1024), 512, MappedHuge)],
            Read(At(0), 2 << 21));
    }

    [Fact]
    public void A_read_is_clipped_to_whole_pages_around_the_bytes()
    {
        _table.Map(At(0), new Pfn(512), 512, MappedHuge);

        Assert.Equal([new PteRun(At(1), new Pfn(513), 2, MappedHuge)], Read(At(1) + 0xfff, 2));
    }

    [Fact]
    public void A_gap_ends_a_read()
    {
        _table.Map(At(0), new Pfn(100), 2, Mapped);
        _table.Map(At(3), new Pfn(200), 2, Mapped);

        Assert.Equal([new PteRun(At(0), new Pfn(100), 2, Mapped)], Read(At(0), 5 << 12));
    }

    [Fact]
    public void A_full_buffer_ends_a_read()
    {
        _table.Map(At(0), new Pfn(100), 2, Mapped);
        _table.Map(At(2), new Pfn(200), 2, Mapped);
        PteRun[] runs = new PteRun[1];

        int count = _table.Read(At(0), 4 << 12, runs);

        Assert.Equal((1, At(2)), (count, runs[0].End));
    }

    [Fact]
    public void Splitting_a_huge_entry_keeps_one_run_of_512()
    {
        _table.Map(At(0), new Pfn(512), 512, MappedHuge);

        _table.SplitPmd(At(77));

        Assert.Equal([new PteRun(At(0), new Pfn(512), 512, Mapped)], Read(At(0), 1 << 21));
    }

    [Fact]
    public void Unmapping_a_part_of_a_huge_entry_splits_it()
    {
        _table.Map(At(0), new Pfn(512), 512, MappedHuge);

        _table.Unmap(At(0), 1);

        Assert.Equal([new PteRun(At(1), new Pfn(513), 511, Mapped)], Read(At(1), 511 << 12));
    }

    [Fact]
    public void A_migrated_page_comes_back_at_its_new_frame_with_its_rights()
    {
        _table.Map(At(0), new Pfn(100), 3, Mapped | PteFlags.AnonExclusive);
        _table.ReplaceByMigrationEntry(At(1), 1);

        _table.Restore(At(1), 1, new Pfn(900));

        Assert.Equal([new PteRun(At(1), new Pfn(900), 1, Mapped | PteFlags.AnonExclusive)], Read(At(1), 1));
    }

    [Fact]
    public void A_page_on_its_way_is_not_present()
    {
        _table.Map(At(0), new Pfn(100), 1, Mapped);

        _table.ReplaceByMigrationEntry(At(0), 1);

        Assert.Equal([new PteRun(At(0), new Pfn(100), 1, PteFlags.Writable | PteFlags.Migration)], Read(At(0), 1));
    }

    [Fact]
    public void Mapping_over_an_entry_is_refused_and_changes_nothing()
    {
        _table.Map(At(600), new Pfn(1), 1, Mapped);

        Errno errno = _table.Map(At(0), new Pfn(1000), 700, Mapped);

        Assert.Equal((Errno.EEXIST, 0), (errno, Read(At(0), 1).Length));
    }

    [Fact]
    public void A_page_that_is_not_migrating_cannot_be_restored()
    {
        _table.Map(At(0), new Pfn(1), 1, Mapped);

        Assert.Equal(Errno.EFAULT, _table.Restore(At(0), 1, new Pfn(2)));
    }

    [Theory]
    [InlineData(1, 512, 512, MappedHuge)]
    [InlineData(0, 513, 512, MappedHuge)]
    [InlineData(0, 512, 511, MappedHuge)]
    [InlineData(0, 512, 512, PteFlags.Writable)]
    [InlineData(0, 512, 512, PteFlags.Present | PteFlags.Migration)]
    public void Entries_that_cannot_be_are_the_callers_mistake(ulong page, ulong frame, ulong pages, PteFlags flags) =>
        Assert.Throws<ArgumentException>(() => _table.Map(At(page), new Pfn(frame), pages, flags));

    [Fact]
    public void The_highest_frames_come_back_as_they_were()
    {
        Pfn highest = new((1UL << 48) - 2);

        _table.Map(At(510), highest, 2, Mapped);

        Assert.Equal([new PteRun(At(510), highest, 2, Mapped)], Read(At(510), 2 << Pfn.FrameSizeLog2));
    }

    [Theory]
    [InlineData((1UL << 48) - 1, 2)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(1, ulong.MaxValue)]
    public void A_frame_that_no_entry_can_say_is_the_callers_mistake(ulong frame, ulong pages) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.Map(At(0), new Pfn(frame), pages, Mapped));

    [Fact]
    public void A_read_allocates_nothing()
    {
        _table.Map(At(0), new Pfn(512), 5120, MappedHuge);
        PteRun[] runs = new PteRun[16];
        long before = GC.GetAllocatedBytesForCurrentThread();

        _table.Read(At(3), 10UL << 21, runs);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private PteRun[] Read(VirtAddr start, ulong lengthBytes)
    {
        PteRun[] runs = new PteRun[16];
        return runs[.._table.Read(start, lengthBytes, runs)];
    }

    private static IEnumerable<(ulong Page, ulong Frame, PteFlags Flags)> ReadPages(
        ProcessPageTable table, ulong page, ulong pages)
    {
        PteRun[] runs = new PteRun[SpacePages];
        int count = table.Read(At(page), pages << Pfn.FrameSizeLog2, runs);
        return runs.Take(count).SelectMany(run => Enumerable.Range(0, run.Pages).Select(i =>
            (((run.Start - s_base) >> Pfn.FrameSizeLog2) + (ulong)i, run.Frame.Value + (ulong)i, run.Flags)));
    }

    private static VirtAddr At(ulong page) => s_base + (page << Pfn.FrameSizeLog2);
}
