using System.Diagnostics;

namespace PhyrActors.Benchmarks;

/// <summary>Measures CPU time, subject and baseline in turns, so that both meet the same weather.</summary>
internal static class Runner
{
    private const int Rounds = 9;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(250);

    public static Result Run(Benchmark benchmark)
    {
        int subjectTimes = TimesPerRound(benchmark.Subject);
        int baselineTimes = TimesPerRound(benchmark.Baseline);
        List<double> subject = [];
        List<double> baseline = [];
        double bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            baseline.Add(UnitsPerSecond(benchmark.Baseline, baselineTimes, out _));
            subject.Add(UnitsPerSecond(benchmark.Subject, subjectTimes, out bytes));
        }

        // Neighbours in time are compared: whatever else the machine does slows both.
        Spread ratio = Spread.Of(subject.Zip(baseline, (ours, theirs) => ours / theirs));
        return new Result(benchmark, Spread.Of(subject), Spread.Of(baseline), ratio.Median, bytes);
    }

    /// <summary>Warms the code up until it is compiled for good, and finds how often it runs in one round.</summary>
    private static int TimesPerRound(Func<int, long> work)
    {
        int times = 1;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < s_warmUp)
        {
            TimeSpan start = watch.Elapsed;
            work(times);
            TimeSpan took = watch.Elapsed - start;
            if (took < s_round / 2)
            {
                times *= 2;
            }
        }

        return times;
    }

    private static double UnitsPerSecond(Func<int, long> work, int times, out double bytesPerUnit)
    {
        GC.Collect();
        long allocated = GC.GetTotalAllocatedBytes();
        TimeSpan start = Environment.CpuUsage.TotalTime;
        long units = work(times);
        TimeSpan took = Environment.CpuUsage.TotalTime - start;
        bytesPerUnit = (double)(GC.GetTotalAllocatedBytes() - allocated) / units;
        return units / took.TotalSeconds;
    }
}
