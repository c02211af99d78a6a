using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-22, judged when an address space accepts a batch of a pin.</summary>
internal sealed class PteRecheckMonitor : IOracle
{
    public string Invariant => PteRecheck.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(EntriesRechecked)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is EntriesRechecked batch)
        {
            findings.Report(PteRecheck.OfBatch(batch.Pin, batch.Entries.Span, batch.Unchanged));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
