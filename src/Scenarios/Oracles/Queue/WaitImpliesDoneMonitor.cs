using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-32, judged when a unit writes a status and when its driver finds one too late.</summary>
internal sealed class WaitImpliesDoneMonitor : IOracle
{
    private readonly Dictionary<int, SortedSet<long>> _unfinished = [];

    public string Invariant => WaitImpliesDone.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(DescriptorFetched), typeof(InvalidationExecuted), typeof(WaitsAborted), typeof(WaitCompleted),
        typeof(StatusCameLate),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case DescriptorFetched fetched when fetched.Kind != InvalidationKind.Wait:
                Of(fetched.Unit).Add(fetched.Sequence);
                break;
            case InvalidationExecuted executed:
                Of(executed.Unit).Remove(executed.Sequence);
                break;
            case WaitsAborted aborted:
                Of(aborted.Unit).Clear();
                break;
            case WaitCompleted wait:
                long oldest = Of(wait.Unit) is { Count: > 0 } left && left.Min < wait.Sequence ? left.Min : 0;
                findings.Report(WaitImpliesDone.OfStatus(wait.Unit, wait.Slot, oldest));
                break;
            case StatusCameLate late:
                findings.Report(WaitImpliesDone.OfLateStatus(late.Unit, late.Slot, late.Before));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private SortedSet<long> Of(int unit)
    {
        if (!_unfinished.TryGetValue(unit, out SortedSet<long>? unfinished))
        {
            unfinished = [];
            _unfinished.Add(unit, unfinished);
        }

        return unfinished;
    }
}
