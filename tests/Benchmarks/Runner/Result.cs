using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>What a benchmark gave.</summary>
internal sealed record Result(Benchmark Benchmark, Spread Subject, Spread Baseline, double BytesPerUnit) : IReportLine
{
    private const double NoisySpread = 0.3;

    public double Ratio => Subject.Median / Baseline.Median;

    public bool Met => Subject.Median >= Benchmark.Goal;

    /// <summary>The baseline itself does not stand still: no verdict can rest on this.</summary>
    public bool Noisy => Baseline.Relative > NoisySpread;

    public override string ToString() =>
        $"{Benchmark.Name,-28} {Text(Subject)}  baseline {Text(Baseline)} {Benchmark.Unit}  "
        + $"{BytesPerUnit:F0} B each  ratio {Ratio:F2}, goal {Benchmark.Goal / 1e6:F1} M: "
        + (Met ? "met" : "missed") + (Noisy ? ", noisy" : string.Empty);

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Benchmark.Name,
        value = Math.Round(Subject.Median),
        unit = Benchmark.Unit,
        baseline = Math.Round(Baseline.Median),
        ratio = Math.Round(Ratio, 3),
        goal = Benchmark.Goal,
        met = Met,
        min = Math.Round(Subject.Min),
        max = Math.Round(Subject.Max),
        bytes = Math.Round(BytesPerUnit),
        noisy = Noisy,
    });

    private static string Text(Spread spread) =>
        $"{spread.Median / 1e6:F2} M ({spread.Min / 1e6:F2} - {spread.Max / 1e6:F2})";
}
