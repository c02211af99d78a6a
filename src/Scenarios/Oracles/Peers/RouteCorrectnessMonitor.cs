using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-29, judged when the fabric routes a request by bus address.</summary>
internal sealed class RouteCorrectnessMonitor : IOracle
{
    public string Invariant => RouteCorrectness.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(PeerRouted)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is PeerRouted routed)
        {
            findings.Report(
                RouteCorrectness.OfRequest(routed.Requester, routed.Bus, routed.Route, routed.IsPeer));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
