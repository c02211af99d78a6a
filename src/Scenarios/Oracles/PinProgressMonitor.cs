using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-42 for pins for long, judged when one gives up.</summary>
internal sealed class PinProgressMonitor : IOracle
{
    public string Invariant => PinProgress.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(UndrainedPinFailed)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is UndrainedPinFailed failed)
        {
            findings.Report(PinProgress.OfUndrained(failed.Pin, failed.Frame));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
