using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>The runtime beside one rival.</summary>
/// <param name="Match">The load.</param>
/// <param name="Rival">Who is beside it.</param>
/// <param name="Subject">Units per second of wall-clock time.</param>
/// <param name="Baseline">The same of the rival.</param>
/// <param name="Ratio">Median over the rounds of the one divided by the other.</param>
/// <param name="CpuNanoseconds">CPU time of all threads for one unit.</param>
/// <param name="BaselineCpuNanoseconds">The same of the rival.</param>
internal sealed record MatchResult(
    Match Match,
    Rival Rival,
    Spread Subject,
    Spread Baseline,
    double Ratio,
    double CpuNanoseconds,
    double BaselineCpuNanoseconds) : IReportLine
{
    private const double NoisySpread = 0.3;

    public bool Met => Ratio >= Rival.GoalRatio && Subject.Median >= (Match.Goal ?? 0);

    public bool Noisy => Baseline.Relative > NoisySpread;

    private string Name => $"{Match.Name}/{Rival.Name}";

    public override string ToString() =>
        $"{Name,-24} {Text(Subject)}  baseline {Text(Baseline)} {Match.Unit}  "
        + $"CPU {CpuNanoseconds:F0} ns, baseline {BaselineCpuNanoseconds:F0} ns  "
        + $"ratio {Ratio:F2}, goal {Rival.GoalRatio:F1}"
        + (Match.Goal is { } goal ? $" and {goal / 1e6:F1} M: " : ": ")
        + (Met ? "met" : "missed") + (Noisy ? ", noisy" : string.Empty);

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        value = Math.Round(Subject.Median),
        unit = Match.Unit,
        baseline = Math.Round(Baseline.Median),
        ratio = Math.Round(Ratio, 3),
        goal = Rival.GoalRatio,
        met = Met,
        goal_value = Match.Goal,
        min = Math.Round(Subject.Min),
        max = Math.Round(Subject.Max),
        cpu_ns = Math.Round(CpuNanoseconds, 1),
        baseline_cpu_ns = Math.Round(BaselineCpuNanoseconds, 1),
        noisy = Noisy,
    });

    private static string Text(Spread spread) =>
        $"{spread.Median / 1e6:F2} M ({spread.Min / 1e6:F2} - {spread.Max / 1e6:F2})";
}
