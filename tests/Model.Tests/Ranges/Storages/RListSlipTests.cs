using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

/// <summary>What must hold of an rlist, and that each slip breaks it.</summary>
public sealed class RListSlipTests
{
    private static readonly Dictionary<RListSlip, Func<List<CpuRange>, RListSlip, bool>> s_rules = new()
    {
        [RListSlip.M1] = static (ranges, slip) =>
            RangeLists.Of(Filled(ranges, slip)).SequenceEqual(RangeLists.Merged(ranges)),
        [RListSlip.M2] = static (ranges, slip) => new RListCpu(slip).IsEmpty && !Filled(ranges, slip).IsEmpty,
        [RListSlip.M3] = SeeksToEveryRange,
        [RListSlip.M4] = TakesWhatWasPreloaded,
        [RListSlip.M5] = static (_, slip) => IsBase(0x5000, slip) && !IsBase(0x5008, slip),
        [RListSlip.M6] = WindowIsAsLongAsItsFrames,
        [RListSlip.M7] = UnmapsWhatItTouched,
        [RListSlip.M8] = UnpinsEveryPageOnce,
        [RListSlip.M9] = KeepsNothing,
        [RListSlip.M10] = HasTheLengthOfItsEntries,
        [RListSlip.M11] = WindowIsAsLongAsItsFrames,
    };

    public static TheoryData<RListSlip> Slips => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Slips))]
    [Trait("row", "R2")]
    public void Every_rule_holds_without_slips(RListSlip rule) =>
        Prop.ForAll(Draws.Any, numbers => s_rules[rule](RangeLists.Drawn(new Draws(numbers)), RListSlip.None))
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Slips))]
    public void Every_slip_breaks_the_rule_that_is_meant_for_it(RListSlip slip)
    {
        IEnumerable<int[]> draws = Draws.Any.Generator.Sample(100);

        bool isCaught = draws.Any(numbers => !s_rules[slip](RangeLists.Drawn(new Draws(numbers)), slip));

        Assert.True(isCaught);
    }

    [Fact]
    [Trait("row", "T7")]
    public void Without_memory_taken_ahead_a_list_is_as_it_was()
    {
        RListCpu list = new();

        Errno errno = list.AppendAtomic(Bytes(0x1000, 0x1000));

        Assert.Equal((Errno.ENOMEM, true, 0UL), (errno, list.IsEmpty, list.LengthBytes));
    }

    [Fact]
    [Trait("row", "D5")]
    [Trait("row", "D2")]
    public void One_container_serves_both_sides_and_an_alias_copies_nothing()
    {
        RListCpu cpu = Filled([Bytes(0x1000, 0x2000), Bytes(0x9010, 0x20)], RListSlip.None);

        RListDma alias = RListDma.AliasOf(cpu);

        Assert.Equal((0UL, cpu.LengthBytes, cpu.Count), (alias.BytesHeld, alias.LengthBytes, alias.Count));
        Assert.Equal(
            [new DmaRange(new BusAddr(0x1000), 0x2000), new DmaRange(new BusAddr(0x9010), 0x20)],
            RangeLists.Of(alias));
    }

    [Fact]
    [Trait("row", "D5")]
    public void A_list_of_iova_and_bus_addresses_gets_its_base_afterwards()
    {
        CpuRange lent = StorageFormats.Providers.Find(new Phyr(new PhysAddr(0x100_0000_0000), 0x1000));
        RListCpu cpu = Filled([Bytes(0x1800, 0x800), lent, Bytes(0x5000, 0x3000)], RListSlip.None);
        RListDma dma = RListWindow.Map(cpu, static range => new BusAddr(range.Phyr.Start.Value - 0x100_0000_0000));

        Assert.Throws<InvalidOperationException>(() => RangeLists.Of(dma));
        dma.SetBase(new Iova(0xff_0000));

        Assert.Equal(0x4000UL, RListWindow.BytesFor(cpu));
        Assert.Equal(
            [
                new DmaRange(new Iova(0xff_0800), 0x800), new DmaRange(new BusAddr(0), 0x1000),
                new DmaRange(new Iova(0xff_1000), 0x3000),
            ],
            RangeLists.Of(dma));
    }

    private static bool SeeksToEveryRange(List<CpuRange> ranges, RListSlip slip)
    {
        RListCpu list = Filled(ranges, slip);
        ulong offsetBytes = list.LengthBytes / 2;
        RangeCursor<CpuRange> cursor = new(list);
        cursor.Seek(offsetBytes);
        return cursor.MoveNext()
            && cursor.Current == RangeLists.Skip(RangeLists.Merged(ranges), offsetBytes)[0];
    }

    private static bool TakesWhatWasPreloaded(List<CpuRange> ranges, RListSlip slip)
    {
        RListCpu list = new(slip);
        list.Preload(ranges.Count);
        return ranges.TrueForAll(range => list.AppendAtomic(range) == Errno.None);
    }

    private static bool WindowIsAsLongAsItsFrames(List<CpuRange> ranges, RListSlip slip)
    {
        List<CpuRange> merged = [.. RangeLists.Merged(ranges)
            .Where(range => slip != RListSlip.M11 || range.IsLent)];
        return merged.Count == 0
            || RListWindow.BytesFor(Filled(merged, RListSlip.None), slip)
                == merged.Where(range => !range.IsLent).Aggregate(0UL, (sum, range) => sum + (range.Frames * 4096));
    }

    private static bool UnmapsWhatItTouched(List<CpuRange> ranges, RListSlip slip) => ranges.TrueForAll(range =>
    {
        (Iova start, ulong lengthBytes) =
            RListWindow.Unmap(new DmaRange(new Iova(range.Phyr.Start.Value), range.LengthBytes), slip);
        return (start.Value, lengthBytes) == (Pfn.Of(range.Phyr.Start).Address.Value, range.Frames * 4096);
    });

    private static bool UnpinsEveryPageOnce(List<CpuRange> ranges, RListSlip slip)
    {
        ulong pinned = RangeLists.Merged(ranges).Where(range => !range.IsLent)
            .Aggregate(0UL, (sum, range) => sum + range.Frames);
        return Filled(ranges, slip).Destroy() == pinned;
    }

    private static bool KeepsNothing(List<CpuRange> ranges, RListSlip slip)
    {
        RListCpu list = Filled(ranges, slip);
        list.Destroy();
        return (list.BytesHeld, list.LengthBytes, list.IsEmpty) == (0, 0, true);
    }

    private static bool HasTheLengthOfItsEntries(List<CpuRange> ranges, RListSlip slip)
    {
        RListDma dma = new(slip);
        foreach (CpuRange range in ranges)
        {
            dma.AppendBus(new BusAddr(range.Phyr.Start.Value), range.LengthBytes);
        }

        try
        {
            return dma.LengthBytes == ranges.Aggregate(0UL, (sum, range) => sum + range.LengthBytes);
        }
        catch (NullReferenceException) when (slip == RListSlip.M10)
        {
            return false;
        }
    }

    private static bool IsBase(ulong address, RListSlip slip)
    {
        try
        {
            new RListDma(slip).SetBase(new Iova(address));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static CpuRange Bytes(ulong start, ulong length) => new(new Phyr(new PhysAddr(start), length));

    private static RListCpu Filled(List<CpuRange> ranges, RListSlip slip)
    {
        RListCpu list = new(slip);
        ranges.ForEach(list.Append);
        return list;
    }
}
