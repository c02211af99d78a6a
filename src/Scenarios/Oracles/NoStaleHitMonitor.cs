using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-2, judged at every translation and landing, and when invalidations complete.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class NoStaleHitMonitor(Reach reach) : IOracle
{
    public string Invariant => NoStaleHit.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(AccessTranslated), typeof(AccessLanded), typeof(InvalidationCompleted)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case AccessTranslated access when reach.Last.State > EntryState.Reachable:
                findings.Report(NoStaleHit.OfAccess(access.Domain, access.Iova, access.Phys, reach.Last.State));
                break;
            case AccessLanded access when reach.Last.State > EntryState.Reachable:
                findings.Report(NoStaleHit.OfAccess(access.Domain, access.Iova, access.Phys, reach.Last.State));
                break;
            case InvalidationCompleted when stamp.HasClock:
                OnCompleted(stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnCompleted(in Stamp stamp, IFindings findings)
    {
        foreach (Removal removal in reach.Completed)
        {
            ReachWindow window = removal.Window;
            if (!window.IsFinished)
            {
                Epoch use = window.UseMissingIn(stamp, removal);
                IovaRange range = Pages.Range(removal.FirstPage, removal.EndPage);
                findings.Report(NoStaleHit.OfCompletion(window.Domain, range, use.Index == 0), use);
            }
        }
    }
}
