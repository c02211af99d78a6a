using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>One fault of a sweep: a site, which of its occasions, and in which way it fails.</summary>
public readonly record struct FaultAt(FaultSite Site, long Nth, int Fate)
{
    public override string ToString() =>
        Site.Fates() == 1 ? $"{Site.Name()} #{Nth}" : $"{Site.Name()} #{Nth} way {Fate}";
}

/// <summary>A run of a sweep.</summary>
/// <param name="Faults">What was to fail; none: the plain run.</param>
/// <param name="Struck">All of it did.</param>
/// <param name="Outcome">What the run gave.</param>
/// <param name="Known">The invariants that the scenario's kernel is known to break.</param>
public sealed record FaultCase(
    IReadOnlyList<FaultAt> Faults, bool Struck, RunOutcome Outcome, IReadOnlyList<string> Known)
{
    /// <summary>The findings that neither the catalogue expects of these faults nor the kernel's list.</summary>
    public IReadOnlyList<Finding> Unexpected { get; } =
    [
        .. Outcome.Findings.Where(finding =>
            !Known.Contains(finding.Invariant)
            && !Faults.Any(fault => FaultCatalogue.Of(fault.Site).MayBreak.Contains(finding.Invariant))),
    ];

    public bool Agrees => Unexpected.Count == 0;
}
