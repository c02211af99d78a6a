using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>What a chunk costs, beside the 16 bytes of a phyr.</summary>
/// <param name="Name">The list.</param>
/// <param name="Bytes">Bytes a chunk, index included.</param>
/// <param name="Goal">The most bytes.</param>
internal sealed record Density(string Name, double Bytes, double Goal) : IReportLine
{
    private const double PhyrBytes = 16;

    private bool Met => Bytes <= Goal;

    public override string ToString() =>
        $"{Name,-22} {Bytes:F2} bytes a chunk, a phyr {PhyrBytes:F0}  ratio {Bytes / PhyrBytes:F2}, goal {Goal:F1}: "
        + (Met ? "met" : "missed");

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        value = Math.Round(Bytes, 3),
        unit = "bytes/chunk",
        baseline = PhyrBytes,
        ratio = Math.Round(Bytes / PhyrBytes, 3),
        goal = Goal,
        met = Met,
    });
}
