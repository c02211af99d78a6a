using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>How long a pin and an unpin of a process take, beside the same pages one by one.</summary>
/// <param name="Name">The process.</param>
/// <param name="Milliseconds">CPU time of one pin and unpin.</param>
/// <param name="Baseline">The same for an array of pages.</param>
/// <param name="Chunks">Chunks of the range.</param>
/// <param name="Goal">The most milliseconds; infinite for none.</param>
internal sealed record PinTime(string Name, Spread Milliseconds, Spread Baseline, int Chunks, double Goal)
    : IReportLine
{
    /// <summary>Pages of 4 KiB.</summary>
    public required ulong Pages { get; init; }

    public double NanosecondsAChunk => Milliseconds.Median * 1e6 / Chunks;

    /// <summary>Of an array of pages.</summary>
    public double NanosecondsAPage => Baseline.Median * 1e6 / Pages;

    private double Ratio => Milliseconds.Median / Baseline.Median;

    private bool Met => Milliseconds.Median <= Goal;

    public override string ToString() =>
        $"{Name,-22} {Text(Milliseconds)} ms, {Chunks} chunks, {NanosecondsAChunk:F0} ns each; "
        + $"an array of pages {Text(Baseline)} ms, ratio {Ratio:F2}"
        + (double.IsFinite(Goal) ? $"; goal {Goal:F0} ms: " + (Met ? "met" : "missed") : string.Empty)
        + (Baseline.Relative > 0.3 ? ", noisy" : string.Empty);

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        value = Math.Round(Milliseconds.Median, 2),
        unit = "ms",
        baseline = Math.Round(Baseline.Median, 2),
        ratio = Math.Round(Ratio, 3),
        goal = double.IsFinite(Goal) ? Goal : (double?)null,
        met = Met,
        min = Math.Round(Milliseconds.Min, 2),
        max = Math.Round(Milliseconds.Max, 2),
        chunks = Chunks,
        ns_per_chunk = Math.Round(NanosecondsAChunk, 1),
    });

    private static string Text(Spread spread) => $"{spread.Median:F1} ({spread.Min:F1} - {spread.Max:F1})";
}
