using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>What a benchmark gave.</summary>
internal sealed record Result(Benchmark Benchmark, Spread Subject, Spread Baseline, double BytesPerUnit)
{
    private const double NoisySpread = 0.3;

    public double Ratio => Subject.Median / Baseline.Median;

    public bool Met => Subject.Median >= Benchmark.Goal && Ratio >= Benchmark.GoalRatio;

    /// <summary>The baseline itself does not stand still: no verdict can rest on this.</summary>
    public bool Noisy => Baseline.Relative > NoisySpread;

    public override string ToString() =>
        $"{Benchmark.Name,-28} {Text(Subject)}  baseline {Text(Baseline)} {Benchmark.Unit}  "
        + $"{BytesPerUnit:F0} B each  ratio {Ratio:F2}, goal {Goal}: "
        + (Met ? "met" : "missed") + (Noisy ? ", noisy" : string.Empty);

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Benchmark.Name,
        value = Math.Round(Subject.Median),
        unit = Benchmark.Unit,
        baseline = Math.Round(Baseline.Median),
        ratio = Math.Round(Ratio, 3),
        goal = Benchmark.Goal,
        goalRatio = Benchmark.GoalRatio,
        met = Met,
        min = Math.Round(Subject.Min),
        max = Math.Round(Subject.Max),
        bytes = Math.Round(BytesPerUnit),
        noisy = Noisy,
    });

    private string Goal => (Benchmark.Goal, Benchmark.GoalRatio) switch
    {
        (_, 0) => $"{Benchmark.Goal / 1e6:F1} M",
        (0, _) => $"ratio {Benchmark.GoalRatio}",
        _ => $"{Benchmark.Goal / 1e6:F1} M and ratio {Benchmark.GoalRatio}",
    };

    private static string Text(Spread spread) =>
        $"{spread.Median / 1e6:F2} M ({spread.Min / 1e6:F2} - {spread.Max / 1e6:F2})";
}
