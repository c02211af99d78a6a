using System.Diagnostics;

namespace PhyrActors.Benchmarks;

/// <summary>Measures CPU time, subject and baseline in turns, so that both meet the same weather.</summary>
internal static class Runner
{
    private const int Rounds = 9;

    public static Result Run(Benchmark benchmark)
    {
        int subjectTimes = TimesPerRound(benchmark, benchmark.Subject);
        int baselineTimes = TimesPerRound(benchmark, benchmark.Baseline);
        List<double> subject = [];
        List<double> baseline = [];
        double bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            baseline.Add(UnitsPerSecond(benchmark, benchmark.Baseline, baselineTimes, out _));
            subject.Add(UnitsPerSecond(benchmark, benchmark.Subject, subjectTimes, out bytes));
        }

        // Neighbours in time are compared: whatever else the machine does slows both.
        Spread ratio = Spread.Of(subject.Zip(baseline, (ours, theirs) => ours / theirs));
        return new Result(benchmark, Spread.Of(subject), Spread.Of(baseline), ratio.Median, bytes);
    }

    /// <summary>Warms the code up until it is compiled for good, and finds how often it runs in one round.</summary>
    private static int TimesPerRound(Benchmark benchmark, Func<int, long> work)
    {
        int times = 1;
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan took = TimeSpan.Zero;
        while (watch.Elapsed < benchmark.WarmUp || took < benchmark.Round / 4)
        {
            TimeSpan start = watch.Elapsed;
            work(times);
            took = watch.Elapsed - start;
            if (took < benchmark.Round / 2)
            {
                times *= 2;
            }
        }

        return times;
    }

    private static double UnitsPerSecond(
        Benchmark benchmark, Func<int, long> work, int times, out double bytesPerUnit)
    {
        GC.Collect();
        long allocated = GC.GetTotalAllocatedBytes();
        long began = Stopwatch.GetTimestamp();
        TimeSpan start = Environment.CpuUsage.TotalTime - benchmark.Uncounted();
        long units = work(times);
        TimeSpan used = Environment.CpuUsage.TotalTime - benchmark.Uncounted() - start;
        TimeSpan took = benchmark.IsWallTime ? Stopwatch.GetElapsedTime(began) : used;
        bytesPerUnit = (double)(GC.GetTotalAllocatedBytes() - allocated) / units;
        return units / took.TotalSeconds;
    }
}
