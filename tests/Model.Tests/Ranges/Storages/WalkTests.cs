namespace PhyrActors.Model.Tests;

public sealed class WalkTests
{
    public static TheoryData<string> Names => [.. StorageFormats.Names];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "R1")]
    public void A_walk_shows_what_a_cursor_gives(string name) =>
        RangeLists.Check(ranges =>
        {
            if (StorageFormats.Filled(name, ranges, out _) is not { } storage)
            {
                return true;
            }

            Collector all = new([], int.MaxValue);
            bool isWhole = storage.Walk(ref all);

            return isWhole && all.Seen.SequenceEqual(RangeLists.Of(storage));
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_walk_ends_when_the_visitor_has_seen_enough(string name)
    {
        IRangeStorage<CpuRange> storage = StorageFormats.Filled(
            name, Enumerable.Range(1, 300).Select(i => CpuRange.OfFrames(new Pfn((ulong)i * 2), 1)), out _)!;

        foreach (int enough in new[] { 1, 2, 129, 300 })
        {
            Collector some = new([], enough);
            bool isWhole = storage.Walk(ref some);

            Assert.Equal((false, enough), (isWhole, some.Seen.Count));
        }
    }

    [Fact]
    [Trait("row", "R2")]
    public void A_walk_of_a_devices_side_shows_its_entries()
    {
        RangeDma dma = new(new DmaRange(new Iova(0x1000), 0x10), new DmaRange(new BusAddr(0x9000), 0x20));
        DmaCollector all = new([]);

        bool isWhole = ((IRangeStorage<DmaRange>)dma).Walk(ref all);

        Assert.True(isWhole);
        Assert.Equal(dma.Entries.ToArray(), all.Seen);
    }

    private readonly struct Collector(List<CpuRange> seen, int enough) : IRangeVisitor<CpuRange>
    {
        public List<CpuRange> Seen => seen;

        public bool Visit(CpuRange range)
        {
            seen.Add(range);
            return seen.Count < enough;
        }
    }

    private readonly struct DmaCollector(List<DmaRange> seen) : IRangeVisitor<DmaRange>
    {
        public List<DmaRange> Seen => seen;

        public bool Visit(DmaRange range)
        {
            seen.Add(range);
            return true;
        }
    }
}
