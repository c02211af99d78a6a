using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What a fault does to the promises of the model.</summary>
public enum FaultVerdict
{
    /// <summary>Every invariant holds, and whoever asked is told.</summary>
    Holds = 0,

    /// <summary>The device is to blame, and no foreign frame is touched: with a strict domain, and without
    /// ATS.</summary>
    Contained,

    /// <summary>Nothing keeps the device off; what it touches is counted.</summary>
    Exposed,

    /// <summary>The kernel itself fails there.</summary>
    KnownUnsafe,
}

/// <summary>One line of docs/faults.md.</summary>
/// <param name="Site">The site.</param>
/// <param name="Actor">The actor that asks.</param>
/// <param name="Unit">What one occasion is.</param>
/// <param name="Told">What the caller is told; None where the fault is no error of a call.</param>
/// <param name="Verdict">What holds.</param>
/// <param name="MayBreak">The invariants that may be found violated, and no others.</param>
/// <param name="Quirk">Of a known-unsafe fault: what the kernel does, by name.</param>
public sealed record FaultEntry(
    FaultSite Site,
    string Actor,
    string Unit,
    Errno Told,
    FaultVerdict Verdict,
    IReadOnlyList<string> MayBreak,
    string Quirk = "")
{
    /// <summary>Nothing is found when it strikes.</summary>
    public bool IsSafe => MayBreak.Count == 0;
}
