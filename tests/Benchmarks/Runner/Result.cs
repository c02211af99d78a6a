using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>What a benchmark gave.</summary>
/// <param name="Benchmark">What was measured.</param>
/// <param name="Subject">Units per CPU second.</param>
/// <param name="Baseline">The same of the baseline.</param>
/// <param name="Ratio">Median over the rounds of the one divided by the other.</param>
/// <param name="BytesPerUnit">What a unit of the subject allocates.</param>
internal sealed record Result(
    Benchmark Benchmark, Spread Subject, Spread Baseline, double Ratio, double BytesPerUnit)
    : IReportLine
{
    private const double NoisySpread = 0.3;

    public bool Met => Subject.Median >= Benchmark.Goal && Ratio >= Benchmark.GoalRatio
        && ExcessNanoseconds <= Benchmark.ExcessMaxNanoseconds;

    /// <summary>The baseline itself does not stand still: no verdict can rest on this.</summary>
    public bool Noisy => Baseline.Relative > NoisySpread;

    /// <summary>How much longer than one of the baseline a unit takes.</summary>
    private double ExcessNanoseconds => (1e9 / Subject.Median) - (1e9 / Baseline.Median);

    public override string ToString() =>
        $"{Benchmark.Name,-22} {Text(Subject)}  baseline {Text(Baseline)} {Benchmark.Unit}  "
        + $"{BytesPerUnit:F0} B each  ratio {Ratio:F2}, {ExcessNanoseconds:F1} ns more"
        + (Goals() is { Length: > 0 } goals ? $"; goal {goals}: " + (Met ? "met" : "missed") : string.Empty)
        + (Noisy ? ", noisy" : string.Empty);

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Benchmark.Name,
        value = Math.Round(Subject.Median),
        unit = Benchmark.Unit,
        baseline = Math.Round(Baseline.Median),
        ratio = Math.Round(Ratio, 3),
        goal = Goals(),
        met = Met,
        min = Math.Round(Subject.Min),
        max = Math.Round(Subject.Max),
        bytes = Math.Round(BytesPerUnit),
        excess_ns = Math.Round(ExcessNanoseconds, 1),
        noisy = Noisy,
    });

    private string Goals()
    {
        List<string> goals = [];
        if (Benchmark.Goal > 0)
        {
            goals.Add($"{Text(Benchmark.Goal)} {Benchmark.Unit}");
        }

        if (Benchmark.GoalRatio > 0)
        {
            goals.Add($"ratio {Benchmark.GoalRatio:F2}");
        }

        if (double.IsFinite(Benchmark.ExcessMaxNanoseconds))
        {
            goals.Add($"at most {Benchmark.ExcessMaxNanoseconds:F0} ns more");
        }

        return string.Join(" and ", goals);
    }

    private static string Text(Spread spread) => $"{Text(spread.Median)} ({Text(spread.Min)} - {Text(spread.Max)})";

    private static string Text(double value) => value >= 1e6 ? $"{value / 1e6:F2} M" : $"{value / 1e3:F1} k";
}
