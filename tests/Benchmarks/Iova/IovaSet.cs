namespace PhyrActors.Benchmarks;

/// <summary>A free and an allocation, beside a sorted list of 1,000 ranges of one granule.</summary>
/// <remarks>The list holds few ranges because it would not end with more: its steps grow with what is live.</remarks>
internal static class IovaSet
{
    private const int BaselineLive = 1000;
    private static readonly Iova s_last = new((1UL << 48) - 1);

    public static IEnumerable<Benchmark> Benchmarks()
    {
        yield return Fast("iova-1-1k", 1000, static _ => 1, 15, isRandom: false);
        yield return Fast("iova-mix-100k-random", 100_000, Mix, 50);
        yield return Fast("iova-512-100k-random", 100_000, static _ => 512, 80);
        yield return Fast("iova-mix-1m-random", 1_000_000, Mix, 200);
        yield return Fast("iova-1-1m-random", 1_000_000, static _ => 1, 400);
        yield return Fast("iova-512-1m-random", 1_000_000, static _ => 512, 400);
        yield return Fast("iova-1000-100k-random", 100_000, static _ => 1000, 400);
        yield return Fast("iova-any-100k-random", 100_000, static draw => 1 + (draw & 4095), 400);
        yield return Fast("iova-262144-10k-random", 10_000, static _ => 262_144, 400);
        yield return Kernel("iova-kernel-1-100k-random", static _ => 1);
        yield return Kernel("iova-kernel-512-100k-random", static _ => 512);
        yield return Kernel("iova-kernel-mix-100k-random", Mix);
    }

    /// <summary>Mostly one granule, some small ones, some of driver sizes, a few odd and large.</summary>
    private static ulong Mix(uint draw) => (draw & 31) switch
    {
        < 16 => 1,
        < 22 => 1 + (draw >> 5 & 7),
        < 27 => 1UL << (3 + (int)(draw >> 5 & 3)),
        < 31 => 1UL << (6 + (int)(draw >> 5 & 3)),
        _ => 1 + (draw >> 5 & 511),
    };

    private static Benchmark Fast(
        string name, int live, Func<uint, ulong> granules, double goalNs, bool isRandom = true) =>
        Pair(name, new IovaLoad(new FastIovaAllocator(s_last), live, granules, isRandom), goalNs);

    private static Benchmark Kernel(string name, Func<uint, ulong> granules) =>
        Pair(name, new IovaLoad(new KernelOrderIovaAllocator(s_last), 100_000, granules, isRandom: true), 1000);

    private static Benchmark Pair(string name, IovaLoad subject, double goalNs)
    {
        IovaLoad baseline = new(new SortedListAllocator(), BaselineLive, static _ => 1, isRandom: true);
        return new Benchmark(name, "pairs/s", subject.RunPairs, baseline.RunPairs)
        {
            Goal = 1e9 / goalNs,
            WarmUp = TimeSpan.FromMilliseconds(300),
            Round = TimeSpan.FromMilliseconds(100),
        };
    }
}
