using System.Diagnostics;

namespace PhyrActors.Benchmarks;

/// <summary>Pin and unpin of large processes by the actors of a run, beside an array of pages; and the list of the
/// runs of such an array, beside a copy of it.</summary>
/// <remarks>Batches are the 512 pages of umem where folios are small, and of 1 GiB where a range needs no list of
/// pages and so no such bound. What is all of 4 KiB comes first: its peak of memory is the program's.</remarks>
internal static class PinSet
{
    private const int UmemBatchPages = 512;
    private const int RangeBatchPages = 1 << 18;

    /// <summary>Shares of blocks of 2 MiB, and of other slots of 64 KiB, for 70, 20 and 10 % of the folios.</summary>
    private static readonly (double Huge, double Large) s_byNumber = (0.9909, 0.97);

    /// <summary>The same for 70, 20 and 10 % of the bytes.</summary>
    private static readonly (double Huge, double Large) s_bySize = (0.7, 0.667);

    public static IEnumerable<IReportLine> Lines()
    {
        yield return Time("pin-4k-100g", 100, (0, 0), UmemBatchPages, 1500, out double peak, rounds: 3);
        double pages = 100.0 * (1 << 18);
        yield return new PeakMemory(
            "pin-4k-100g-peak", peak, pages * (sizeof(ulong) + sizeof(int)) / (1024 * 1024), 1024);
        yield return Time("pin-size-100g", 100, s_bySize, UmemBatchPages, 300, out _, rounds: 5);
        List<PinTime> sizes = [Time("pin-number-100g", 100, s_byNumber, RangeBatchPages, 30, out _)];
        yield return sizes[0];
        yield return Time("pin-number-100g-umem", 100, s_byNumber, UmemBatchPages, double.PositiveInfinity, out _);
        foreach (int gib in (int[])[1, 10, 400])
        {
            sizes.Add(Time(
                $"pin-number-{gib}g", gib, s_byNumber, RangeBatchPages, double.PositiveInfinity, out _));
            yield return sizes[^1];
        }

        yield return new PinFlatness("pin-number-flat", sizes, 2);

        foreach (Benchmark benchmark in CoalesceLoad.Benchmarks())
        {
            yield return Runner.Run(benchmark);
        }
    }

    private static PinTime Time(
        string name,
        int gib,
        (double Huge, double Large) mix,
        int batchPages,
        double goal,
        out double peakMebibytes,
        int rounds = 7)
    {
        Spread subject = Subject(gib, mix, batchPages, rounds, out int chunks);
        peakMebibytes = Process.GetCurrentProcess().PeakWorkingSet64 / (1024.0 * 1024);
        GC.Collect();

        // Not in turns: both together would be the peak of memory.
        PagePins pages = new((ulong)gib << 18);
        return new PinTime(name, subject, Measure(pages.PinAndUnpin, rounds, gib), chunks, goal)
        {
            Pages = (ulong)gib << 18,
        };
    }

    private static Spread Subject(
        int gib, (double Huge, double Large) mix, int batchPages, int rounds, out int chunks)
    {
        using PinnedProcess process = new(gib, mix.Huge, mix.Large, batchPages);
        chunks = process.Chunks;
        return Measure(process.PinAndUnpin, rounds, gib);
    }

    /// <summary>What is short is done as often as makes 100 GiB, since a clock of CPU time is coarse.</summary>
    private static Spread Measure(Action work, int rounds, int gib)
    {
        int times = Math.Max(1, 100 / gib);
        work();
        return Spread.Of([.. Enumerable.Range(0, rounds).Select(_ => Milliseconds(work, times))]);
    }

    private static double Milliseconds(Action work, int times)
    {
        GC.Collect();
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int time = 0; time < times; time++)
        {
            work();
        }

        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / times;
    }
}
