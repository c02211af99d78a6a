using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

/// <summary>Lists of CPU ranges for tests, and what they come to when looked at the slow way.</summary>
internal static class RangeLists
{
    /// <summary>How many lists a property test of a pair of storages draws; PHYR_LISTS says otherwise, such as 10000
    /// for a long run.</summary>
    public static int ListsAPair { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("PHYR_LISTS"), out int lists) ? lists : 10;

    /// <summary>Some ranges in any order: of whole frames or of bytes, lent or not, often neighbours.</summary>
    public static List<CpuRange> Drawn(Draws draws)
    {
        bool isBytes = draws.Below(3) == 0;
        bool isUnderOneAddress = draws.Below(2) == 0;
        int lent = draws.Below(4);
        List<CpuRange> ranges = [];
        int count = 1 + draws.Below(20) + (draws.Below(8) == 0 ? 60 : 0);
        for (int i = 0; i < count; i++)
        {
            bool follows = i > 0 && draws.Below(3) == 0 && !ranges[^1].IsLent;
            ulong start = follows
                ? ranges[^1].Phyr.Last.Value + 1
                : draws.Below(1UL << 20) << 12 | (isBytes || i == 0 ? draws.Below(4096UL) : 0);
            ulong length = (1 + draws.Below(draws.Below(6) == 0 ? 600UL : 4UL)) << 12;
            length = isBytes ? 1 + draws.Below(length) : length - (start & 4095);
            length -= isUnderOneAddress && i == count - 1 ? draws.Below(Math.Min(length, 4096)) : 0;
            ranges.Add(Lend(start, length, follows ? 0 : lent, draws));
        }

        return ranges;
    }

    public static LentArray StorageOf(IEnumerable<CpuRange> ranges)
    {
        LentArray storage = new();
        foreach (CpuRange range in ranges)
        {
            storage.Append(range);
        }

        return storage;
    }

    public static List<CpuRange> Of(IRangeStorage<CpuRange> storage)
    {
        List<CpuRange> ranges = [];
        foreach (CpuRange range in new RangeCursor<CpuRange>(storage))
        {
            ranges.Add(range);
        }

        return ranges;
    }

    public static List<DmaRange> Of(IRangeStorage<DmaRange> storage)
    {
        List<DmaRange> ranges = [];
        foreach (DmaRange range in new RangeCursor<DmaRange>(storage))
        {
            ranges.Add(range);
        }

        return ranges;
    }

    /// <summary>Neighbours as one.</summary>
    public static List<CpuRange> Merged(IEnumerable<CpuRange> ranges)
    {
        List<CpuRange> merged = [];
        foreach (CpuRange range in ranges)
        {
            if (merged.Count > 0 && merged[^1].Provider == range.Provider
                && merged[^1].Phyr.IsFollowedBy(range.Phyr))
            {
                merged[^1] = merged[^1].TryMerge(range, out CpuRange one) ? one : default;
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    /// <summary>What is left behind some bytes.</summary>
    public static List<CpuRange> Skip(IEnumerable<CpuRange> ranges, ulong bytes)
    {
        List<CpuRange> rest = [];
        foreach (CpuRange range in ranges)
        {
            ulong skipped = Math.Min(bytes, range.LengthBytes);
            bytes -= skipped;
            if (skipped < range.LengthBytes)
            {
                rest.Add(range.Slice(skipped, range.LengthBytes - skipped));
            }
        }

        return rest;
    }

    public static void Check(Func<List<CpuRange>, bool> holds) =>
        Prop.ForAll(Draws.Any, numbers => holds(Drawn(new Draws(numbers))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(ListsAPair));

    private static CpuRange Lend(ulong start, ulong length, int lent, Draws draws) =>
        lent is 1 or 2 && draws.Below(4) == 0
            ? StorageFormats.Providers.Find(new Phyr(
                new PhysAddr(((ulong)lent << 40) + (start & 0xFFF_FFFF)), length))
            : new CpuRange(new Phyr(new PhysAddr(start), length));
}
