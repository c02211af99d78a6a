using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-19, judged in the step in which a folio moves, is split or is swapped out.</summary>
internal sealed class NoMoveMonitor : IOracle
{
    public string Invariant => NoMove.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(FolioMoved)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is FolioMoved moved)
        {
            findings.Report(NoMove.OfMove(moved.Frame, moved.Move, moved.RefCount, moved.ExpectedRefs));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
