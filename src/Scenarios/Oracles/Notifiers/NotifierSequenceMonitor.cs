using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-23, judged when a driver maps a page.</summary>
internal sealed class NotifierSequenceMonitor : IOracle
{
    private readonly Dictionary<long, long> _sequences = [];

    public string Invariant => NotifierSequence.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(NotifierSequenceSet), typeof(NotifierPageMapped)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case NotifierSequenceSet set:
                _sequences[set.Notifier] = set.Sequence;
                break;
            case NotifierPageMapped mapped:
                findings.Report(NotifierSequence.OfMap(
                    mapped.Notifier, mapped.At, mapped.Sequence, _sequences.GetValueOrDefault(mapped.Notifier)));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
