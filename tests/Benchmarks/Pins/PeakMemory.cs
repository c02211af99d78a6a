using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>The most memory that the program has held so far.</summary>
/// <param name="Name">After what.</param>
/// <param name="Mebibytes">Resident.</param>
/// <param name="BaselineMebibytes">What an array of pages and its counts take.</param>
/// <param name="Goal">The most.</param>
internal sealed record PeakMemory(string Name, double Mebibytes, double BaselineMebibytes, double Goal) : IReportLine
{
    private bool Met => Mebibytes <= Goal;

    public override string ToString() =>
        $"{Name,-22} {Mebibytes:F0} MiB at most, an array of pages {BaselineMebibytes:F0} MiB; goal {Goal:F0} MiB: "
        + (Met ? "met" : "missed");

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        value = Math.Round(Mebibytes),
        unit = "MiB",
        baseline = Math.Round(BaselineMebibytes),
        ratio = Math.Round(Mebibytes / BaselineMebibytes, 3),
        goal = Goal,
        met = Met,
    });
}
