using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A monitor of one invariant of the model.</summary>
public interface IOracle : IMonitor
{
    /// <summary>Where it can run: parallel runs without clocks take local and final ones only.</summary>
    InvariantKind Kind { get; }
}

/// <summary>Tells findings of violations.</summary>
internal static class Violations
{
    public static void Report(this IFindings findings, Violation? violation, Epoch missing = default)
    {
        if (violation is not null)
        {
            findings.Report(violation.Invariant, violation.Text, missing, violation.Lacks);
        }
    }
}
