namespace PhyrActors.Benchmarks;

/// <summary>A million phyrs, walked through their storage; beside a loop over a span of them.</summary>
internal static class WalkLoad
{
    private const int Phyrs = 1_000_000;

    // 1.3 times as long as the loop.
    private const double RatioMin = 1 / 1.3;

    public static IEnumerable<Benchmark> Benchmarks()
    {
        Phyr[] phyrs = new Phyr[Phyrs];
        PhyrArray storage = new();
        SplitMix64 random = new(5);
        for (int i = 0; i < Phyrs; i++)
        {
            phyrs[i] = new Phyr(new PhysAddr(((ulong)i << 20) | (random.Next() & 0x7_f000)), Pfn.FrameSizeBytes);
            storage.Append(new CpuRange(phyrs[i]));
        }

        yield return new Benchmark("walk-1m", "phyrs/s", times => Walk(storage, Phyrs, times), Loop)
        {
            GoalRatio = RatioMin,
        };
        yield return new Benchmark("cursor-1m", "phyrs/s", Cursor, Loop);

        long Loop(int times)
        {
            ulong sum = 0;
            for (int i = 0; i < times; i++)
            {
                sum = unchecked(sum + SumOf(phyrs));
            }

            return sum == 0 ? 0 : (long)times * Phyrs;
        }

        long Cursor(int times)
        {
            ulong sum = 0;
            for (int i = 0; i < times; i++)
            {
                foreach (CpuRange range in new RangeCursor<CpuRange>(storage))
                {
                    sum = unchecked(sum + (range.Phyr.Start.Value ^ range.LengthBytes));
                }
            }

            return sum == 0 ? 0 : (long)times * Phyrs;
        }
    }

    public static ulong SumOf(ReadOnlySpan<Phyr> phyrs)
    {
        ulong sum = 0;
        foreach (Phyr phyr in phyrs)
        {
            sum = unchecked(sum + (phyr.Start.Value ^ phyr.LengthBytes));
        }

        return sum;
    }

    /// <returns>The ranges walked.</returns>
    public static long Walk(IRangeStorage<CpuRange> storage, long ranges, int times)
    {
        Sum sum = default;
        for (int i = 0; i < times; i++)
        {
            storage.Walk(ref sum);
        }

        return sum.Bytes == 0 ? 0 : (long)times * ranges;
    }

    private struct Sum : IRangeVisitor<CpuRange>
    {
        public ulong Bytes { get; private set; }

        public bool Visit(CpuRange range)
        {
            Bytes = unchecked(Bytes + (range.Phyr.Start.Value ^ range.LengthBytes));
            return true;
        }
    }
}
