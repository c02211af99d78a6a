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
    [Trait("row", "D9")]
    public void A_device_never_has_more_entries_or_segments_than_the_cpu_and_keeps_its_limits() =>
        RangeLists.Check(ranges =>
        {
            LentArray cpu = RangeLists.StorageOf(ranges);
            RListDma dma = RListWindow.Map(cpu, static range => new BusAddr(range.Phyr.Start.Value));
            dma.SetBase(new Iova(0xff00_0000));
            RangeLimits limits = new() { MaxBytes = 0x1_0000, BoundaryMask = 0xf_ffff, AlignMask = 511 };

            List<DmaRange> merged = Segments(dma, RangeLimits.None);
            List<DmaRange> segments = Segments(dma, limits);

            return merged.Count <= cpu.Count
                && segments.TrueForAll(segment => segment.LengthBytes <= limits.MaxBytes
                    && (StartOf(segment) | limits.BoundaryMask)
                        == ((StartOf(segment) + segment.LengthBytes - 1) | limits.BoundaryMask))
                && segments.Aggregate(0UL, static (sum, segment) => sum + segment.LengthBytes) == cpu.LengthBytes;
        });

    [Fact]
    [Trait("row", "D9")]
    public void Frames_under_one_window_are_one_entry_and_no_more_segments_than_before() =>
        RangeLists.Check(ranges =>
        {
            LentArray cpu = RangeLists.StorageOf(ranges.Select(static range =>
                CpuRange.OfFrames(Pfn.Of(range.Phyr.Start), range.Frames)));
            RListDma dma = RListWindow.Map(cpu, static range => new BusAddr(range.Phyr.Start.Value));
            dma.SetBase(new Iova(0x1_0000_0000));
            RangeLimits limits = new() { MaxBytes = 0x1_0000 };
            List<CpuRange> before = [];
            foreach (CpuRange segment in new LimitedCursor<CpuRange>(cpu, limits))
            {
                before.Add(segment);
            }

            return Segments(dma, RangeLimits.None).Count == 1 && Segments(dma, limits).Count <= before.Count;
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

    private static List<DmaRange> Segments(IRangeStorage<DmaRange> dma, RangeLimits limits)
    {
        List<DmaRange> segments = [];
        foreach (DmaRange segment in new LimitedCursor<DmaRange>(dma, limits))
        {
            segments.Add(segment);
        }

        return segments;
    }

    private static ulong StartOf(DmaRange range) => ((IRange<DmaRange>)range).StartValue;

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
