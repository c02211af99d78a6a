namespace PhyrActors.Exploration;

/// <summary>What makes a violation in another run the same one: its invariant; of a failure also what was
/// thrown.</summary>
internal sealed class Symptom(Finding finding)
{
    private readonly string _thrown = ThrownIn(finding);

    /// <summary>The same violation among these, or null.</summary>
    public Finding? In(IReadOnlyList<Finding> findings) => findings.FirstOrDefault(found =>
        found.Invariant == finding.Invariant && ThrownIn(found) == _thrown);

    private static string ThrownIn(Finding finding) =>
        finding.Invariant is FindingKinds.ActorFailure or FindingKinds.MonitorFailure
            ? finding.Text.Split(':')[0]
            : string.Empty;
}
