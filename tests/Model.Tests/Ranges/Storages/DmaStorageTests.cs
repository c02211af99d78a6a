namespace PhyrActors.Model.Tests;

public sealed class DmaStorageTests
{
    private static readonly Dictionary<string, Func<List<DmaRange>, IRangeStorage<DmaRange>>> s_all = new()
    {
        ["list"] = static ranges => new RangeDma([.. ranges]),
        ["dieted"] = Dieted,
        ["scatterlist 32"] = static ranges =>
            Scatterlist.OfDmaBuf(ScatterlistLayout.WithDmaLength, new RangeDma([.. ranges])).Dma,
        ["rlist"] = RList,
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "R2")]
    public void Every_storage_of_a_devices_side_gives_the_same_ranges_from_any_byte(string name) =>
        RangeLists.Check(ranges =>
        {
            List<DmaRange> told = Told(ranges);
            IRangeStorage<DmaRange> storage = s_all[name](told);
            ulong offsetBytes = storage.LengthBytes / 2;
            RangeSlice<DmaRange> rest = new(storage, offsetBytes, storage.LengthBytes - offsetBytes);
            RangeSlice<DmaRange> expected = new(
                new RangeDma([.. told]), offsetBytes, storage.LengthBytes - offsetBytes);

            return RangeLists.Of(storage).SequenceEqual(told)
                && RangeLists.Of(rest).SequenceEqual(RangeLists.Of(expected));
        });

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "R2")]
    public void Every_storage_of_a_devices_side_gives_blocks_of_one_size(string name) =>
        RangeLists.Check(ranges =>
        {
            List<DmaRange> told = Told(ranges);
            List<DmaRange> blocks = [];
            foreach (DmaRange block in new BlockCursor<DmaRange>(s_all[name](told), PageSize.Size4KiB))
            {
                blocks.Add(block);
            }

            return blocks.Count == ranges.Sum(static range => (int)range.Frames)
                && blocks.Aggregate(0UL, static (sum, block) => sum + block.LengthBytes)
                    == told.Aggregate(0UL, static (sum, range) => sum + range.LengthBytes);
        });

    [Fact]
    [Trait("row", "R1")]
    [Trait("row", "R2")]
    public void No_storage_is_of_both_sides()
    {
        IEnumerable<string> both = typeof(CpuRange).Assembly.GetTypes()
            .Where(static type => typeof(IRangeStorage<CpuRange>).IsAssignableFrom(type)
                && typeof(IRangeStorage<DmaRange>).IsAssignableFrom(type))
            .Select(static type => type.Name);

        Assert.Empty(both);
    }

    private static List<DmaRange> Told(List<CpuRange> ranges) =>
        [.. ranges.Select(static range => range.IsLent
            ? new DmaRange(new BusAddr(range.Phyr.Start.Value), range.LengthBytes)
            : new DmaRange(new Iova(range.Phyr.Start.Value), range.LengthBytes))];

    private static DietScatterlist Dieted(List<DmaRange> ranges)
    {
        DietScatterlist list = new();
        ranges.ForEach(list.Append);
        return list;
    }

    private static RListDma RList(List<DmaRange> ranges)
    {
        RListDma list = new();
        foreach (DmaRange range in ranges)
        {
            if (range.IsBus)
            {
                list.AppendBus(range.BusAddr, range.LengthBytes);
            }
            else
            {
                list.AppendRelative(range.Iova.Value, range.LengthBytes);
            }
        }

        list.SetBase(new Iova(0));
        return list;
    }
}
