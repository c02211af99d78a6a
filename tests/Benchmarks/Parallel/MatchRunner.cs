using System.Diagnostics;

namespace PhyrActors.Benchmarks;

/// <summary>Measures wall-clock and CPU time, all contestants in turns, so that they meet the same weather.</summary>
internal static class MatchRunner
{
    private const int Rounds = 9;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(120);

    public static IEnumerable<MatchResult> Run(Match match)
    {
        Func<int, long>[] works = [match.Subject, .. match.Rivals.Select(rival => rival.Work)];
        int[] units = Array.ConvertAll(works, UnitsPerRound);
        List<double>[] rates = Array.ConvertAll(works, _ => new List<double>());
        List<double>[] nanoseconds = Array.ConvertAll(works, _ => new List<double>());
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < works.Length; i++)
            {
                (double rate, double cpu) = Measure(works[i], units[i]);
                rates[i].Add(rate);
                nanoseconds[i].Add(cpu);
            }
        }

        // Neighbours in time are compared: whatever else the machine does slows both.
        return match.Rivals.Select((rival, i) => new MatchResult(
            match,
            rival,
            Spread.Of(rates[0]),
            Spread.Of(rates[i + 1]),
            Spread.Of(rates[0].Zip(rates[i + 1], (subject, baseline) => subject / baseline)).Median,
            Spread.Of(nanoseconds[0]).Median,
            Spread.Of(nanoseconds[i + 1]).Median));
    }

    /// <summary>Warms the code up until it is compiled for good, and finds how much of it fills one round.</summary>
    private static int UnitsPerRound(Func<int, long> work)
    {
        int units = 1000;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < s_warmUp)
        {
            TimeSpan start = watch.Elapsed;
            work(units);
            if (watch.Elapsed - start < s_round / 2)
            {
                units *= 2;
            }
        }

        return units;
    }

    private static (double Rate, double CpuNanoseconds) Measure(Func<int, long> work, int asked)
    {
        GC.Collect();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long units = work(asked);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        return (units / took.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / units);
    }
}
