using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>One rule of the mapping API's contract (I-9, I-11, I-37), judged when a domain refuses a call.</summary>
/// <param name="invariant">The rule's id.</param>
/// <param name="judge">Says whether a refused call broke it.</param>
internal sealed class MappingContractMonitor(string invariant, Func<MappingMisused, Violation?> judge) : IOracle
{
    public string Invariant => invariant;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(MappingMisused)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is MappingMisused misused)
        {
            findings.Report(judge(misused));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
