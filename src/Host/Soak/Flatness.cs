namespace PhyrActors.Host;

/// <summary>Whether a soak held its memory and its pace once it was warm.</summary>
/// <param name="WarmUpSeconds">What was left out at the beginning: a tenth, five minutes at most.</param>
/// <param name="Seconds">What was looked at.</param>
/// <param name="MemoryGrowth">By how much a straight line through the samples of memory rises over that time, as a
/// share of their mean.</param>
/// <param name="ThroughputGrowth">The same of deliveries a wall second.</param>
/// <param name="CpuThroughputGrowth">The same of deliveries a CPU second: what other work on the machine does not
/// change.</param>
/// <param name="MeanRssBytes">Mean memory.</param>
/// <param name="Throughput">Mean deliveries a wall second.</param>
/// <param name="CpuThroughput">Mean deliveries a CPU second: those of one core.</param>
internal sealed record Flatness(
    double WarmUpSeconds,
    double Seconds,
    double MemoryGrowth,
    double ThroughputGrowth,
    double CpuThroughputGrowth,
    double MeanRssBytes,
    double Throughput,
    double CpuThroughput)
{
    public const double MemoryGrowthMax = 0.05;
    public const double ThroughputGrowthMax = 0.10;
    private const double WarmUpShare = 0.1;
    private const double WarmUpSecondsMax = 300;
    private const int SamplesMin = 20;

    /// <summary>Too few samples for any verdict.</summary>
    public static readonly Flatness Unknown = new(0, 0, 0, 0, 0, 0, 0, 0);

    public bool IsKnown => Seconds > 0;

    public bool IsMemoryFlat => Math.Abs(MemoryGrowth) <= MemoryGrowthMax;

    public bool IsThroughputFlat => Math.Abs(ThroughputGrowth) <= ThroughputGrowthMax;

    /// <param name="metrics">The course of a soak; its longest session is judged.</param>
    public static Flatness Of(IReadOnlyList<SoakMetric> metrics)
    {
        SoakMetric[] session = metrics.GroupBy(static metric => metric.Session)
            .Select(static same => same.ToArray())
            .MaxBy(static same => same[^1].WallSeconds - same[0].WallSeconds) ?? [];
        if (session.Length < SamplesMin)
        {
            return Unknown;
        }

        double start = session[0].WallSeconds;
        double warmUp = Math.Min(WarmUpSecondsMax, (session[^1].WallSeconds - start) * WarmUpShare);
        SoakMetric[] warm = [.. session.Where(metric => metric.WallSeconds - start >= warmUp)];
        (SoakMetric From, SoakMetric To)[] steps = [.. warm.Zip(warm.Skip(1))];
        double seconds = warm[^1].WallSeconds - warm[0].WallSeconds;
        long deliveries = warm[^1].Totals.Deliveries - warm[0].Totals.Deliveries;
        double cpu = warm[^1].Totals.CpuSeconds - warm[0].Totals.CpuSeconds;
        return new Flatness(
            warmUp,
            seconds,
            Growth(warm.Select(static metric => (metric.WallSeconds, (double)metric.RssBytes))),
            Growth(steps.Select(static step => (step.To.WallSeconds, Rate(step, static m => m.WallSeconds)))),
            Growth(steps.Select(static step => (step.To.WallSeconds, Rate(step, static m => m.Totals.CpuSeconds)))),
            warm.Average(static metric => metric.RssBytes),
            seconds > 0 ? deliveries / seconds : 0,
            cpu > 0 ? deliveries / cpu : 0);
    }

    private static double Rate((SoakMetric From, SoakMetric To) step, Func<SoakMetric, double> clock)
    {
        double seconds = clock(step.To) - clock(step.From);
        return seconds > 0 ? (step.To.Totals.Deliveries - step.From.Totals.Deliveries) / seconds : 0;
    }

    /// <summary>Least squares: the rise over the whole length, by the mean.</summary>
    private static double Growth(IEnumerable<(double X, double Y)> samples)
    {
        (double X, double Y)[] points = [.. samples];
        double meanX = points.Average(static point => point.X);
        double meanY = points.Average(static point => point.Y);
        double spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        double slope = points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
        return spread > 0 && meanY > 0 ? slope * (points[^1].X - points[0].X) / meanY : 0;
    }
}
