using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>How far what a chunk costs depends on how much is pinned: the dearest chunk of all sizes by the cheapest,
/// beside the same for the pages of an array.</summary>
/// <param name="Name">Of what mix.</param>
/// <param name="Sizes">One measurement a size.</param>
/// <param name="Goal">The most.</param>
internal sealed record PinFlatness(string Name, IReadOnlyList<PinTime> Sizes, double Goal) : IReportLine
{
    private double Chunks => Sizes.Max(static size => size.NanosecondsAChunk)
        / Sizes.Min(static size => size.NanosecondsAChunk);

    private double Pages => Sizes.Max(static size => size.NanosecondsAPage)
        / Sizes.Min(static size => size.NanosecondsAPage);

    private bool Met => Chunks <= Goal;

    public override string ToString() =>
        $"{Name,-22} the dearest chunk of {Sizes.Count} sizes is {Chunks:F2} times the cheapest, "
        + $"of an array of pages {Pages:F2}; goal {Goal:F0}: " + (Met ? "met" : "missed");

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        value = Math.Round(Chunks, 2),
        unit = "max/min ns per chunk",
        baseline = Math.Round(Pages, 2),
        ratio = Math.Round(Chunks / Pages, 3),
        goal = Goal,
        met = Met,
    });
}
