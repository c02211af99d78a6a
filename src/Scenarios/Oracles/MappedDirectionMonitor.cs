using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-13, judged at every translation through entries that are known.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class MappedDirectionMonitor(Reach reach) : IOracle
{
    public string Invariant => MappedDirection.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(AccessTranslated)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is AccessTranslated access && reach.Last.Window is { IsFinished: false } window)
        {
            findings.Report(MappedDirection.OfAccess(access.Domain, access.Iova, access.Write, window.Prot));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
