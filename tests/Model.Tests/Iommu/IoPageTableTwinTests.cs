using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class IoPageTableTwinTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const int WindowPages = 3 * 512;

    /// <summary>The window lies across a 1 GiB boundary, so that every level of table has a border inside it.</summary>
    private const ulong WindowStart = (1UL << 30) - (512 * Page);

    public static TheoryData<string> Formats => [.. IoTableFormat.All.Select(static format => format.Name)];

    public static TheoryData<string> GenericPtFormats =>
        [.. IoTableFormat.All.Where(static format => format.Rules == IoTableRules.GenericPt)
            .Select(static format => format.Name)];

    [Theory]
    [MemberData(nameof(GenericPtFormats))]
    public void Every_answer_is_the_one_of_a_dictionary_with_one_entry_a_page(string format) =>
        Prop.ForAll(
            OperationDraws.Sequences(60),
            operations => AgreesWithTwin(operations, IoPageSizes.UpTo1GiB, Format(format)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(GenericPtFormats))]
    public void A_table_of_small_leaves_agrees_with_the_dictionary_too(string format) =>
        Prop.ForAll(
            OperationDraws.Sequences(60),
            operations => AgreesWithTwin(operations, IoPageSizes.Only4KiB, Format(format)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_frame_is_in_the_pool_or_reachable_or_was_handed_out_and_never_two_of_these(string format) =>
        Prop.ForAll(OperationDraws.Sequences(60), operations => FramesAreConserved(operations, Format(format)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_map_never_takes_more_frames_than_announced(string format) =>
        Prop.ForAll(OperationDraws.Sequences(60), operations => TakesNoMoreThanAnnounced(operations, Format(format)))
            .QuickCheckThrowOnFailure();

    private static IoTableFormat Format(string name) =>
        IoTableFormat.All.Single(format => format.Name == name);

    private static bool AgreesWithTwin(int[] operations, IoPageSizes sizes, IoTableFormat format)
    {
        TableBench bench = new(sizes, format: format);
        NaivePageTable twin = new(sizes);
        foreach (int operation in operations)
        {
            Step step = new(operation);
            if (step.IsMap)
            {
                Errno expected = twin.Map(step.Iova, step.Phys, step.LengthBytes, step.Prot);
                Assert.Equal(expected, bench.Map(step.Iova, step.Phys, step.LengthBytes, step.Prot));
            }
            else
            {
                Assert.Equal(twin.Unmap(step.Iova, step.LengthBytes), bench.Unmap(step.Iova, step.LengthBytes));
            }

            Assert.Equal(twin.MappedBytes, bench.Table.MappedBytes);
        }

        for (ulong at = WindowStart; at < WindowStart + (WindowPages * Page); at += Page)
        {
            IoTranslation? expected = twin.Translate(at + 0x123);
            IoEntry entry = TableWalk.Walk(bench.Table, new Iova(at));
            Assert.Equal(expected, bench.Translate(at + 0x123));
            Assert.Equal(expected is null ? IoEntryKind.None : IoEntryKind.Leaf, entry.Kind);
            Assert.Equal(expected?.PageSize ?? default, entry.PageSize);
        }

        return true;
    }

    private static bool FramesAreConserved(int[] operations, IoTableFormat format)
    {
        const int frames = 64;
        TableBench bench = new(IoPageSizes.UpTo1GiB, frames, format);
        foreach (int operation in operations)
        {
            Step step = new(operation);
            _ = step.IsMap
                ? (ulong)bench.Map(step.Iova, step.Phys, step.LengthBytes)
                : bench.Unmap(step.Iova, step.LengthBytes);
        }

        List<Pfn> frameList = TableWalk.ReachableFrames(bench.Table);
        Assert.Equal(bench.Table.TablePages, frameList.Count);
        Assert.All(bench.Freed, freed => Assert.Equal(
            IoEntryKind.Freed,
            bench.Table.ReadEntry(freed.Frame, freed.Level, 0).Kind));
        frameList.AddRange(bench.Freed.Select(freed => freed.Frame));
        while (bench.Pool.TryTake(out Pfn frame))
        {
            frameList.Add(frame);
        }

        return frameList.Distinct().Count() == frames + 1 && frameList.Count == frames + 1;
    }

    private static bool TakesNoMoreThanAnnounced(int[] operations, IoTableFormat format)
    {
        TableBench bench = new(IoPageSizes.UpTo1GiB, format: format);
        foreach (int operation in operations)
        {
            Step step = new(operation);
            if (!step.IsMap)
            {
                bench.Unmap(step.Iova, step.LengthBytes);
                continue;
            }

            int before = bench.Pool.Count;
            Iova iova = new(step.Iova);
            int announced = bench.Table.TablesNeededMax(iova, new PhysAddr(step.Phys), step.LengthBytes);
            Assert.InRange(announced, 0, IoPageTable.TablesNeededMax(iova, step.LengthBytes));
            bench.Map(step.Iova, step.Phys, step.LengthBytes);
            Assert.InRange(before - bench.Pool.Count, 0, announced);
        }

        return true;
    }

    /// <summary>One map or unmap in the window; places and lengths prefer the borders of large leaves.</summary>
    private readonly struct Step
    {
        public Step(int operation)
        {
            OperationDraws draws = new(operation);
            IsMap = draws.Below(5) < 3;
            bool isLarge = draws.Below(3) == 0;
            int first = isLarge ? draws.Below(3) * 512 : draws.Below(WindowPages);
            int pages = isLarge ? 512 * (1 + draws.Below(2)) : 1 + draws.Below(draws.Below(2) == 0 ? 8 : 700);
            pages = Math.Min(pages + (isLarge ? draws.Below(3) : 0), WindowPages - first);
            ulong skew = draws.Below(3) == 0 ? 7UL : 0;
            Iova = WindowStart + ((ulong)first * Page);
            LengthBytes = (ulong)pages * Page;
            Phys = (1UL << 40) + ((ulong)first * Page) + (skew * Page);
            Prot = skew == 0 ? TableBench.ReadWrite : IoProt.Read;
        }

        public bool IsMap { get; }

        public ulong Iova { get; }

        public ulong Phys { get; }

        public ulong LengthBytes { get; }

        public IoProt Prot { get; }
    }
}
