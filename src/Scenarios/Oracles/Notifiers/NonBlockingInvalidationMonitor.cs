using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-25, judged when a driver answers an invalidation that may not block.</summary>
internal sealed class NonBlockingInvalidationMonitor : IOracle
{
    private readonly Dictionary<long, Asked> _asked = [];

    public string Invariant => NonBlockingInvalidation.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(InvalidationAsked), typeof(InvalidationAnswered), typeof(NotifierSequenceSet),
        typeof(NotifierPageReleased),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case InvalidationAsked { MayBlock: false } asked:
                _asked[asked.Notifier] = new Asked(asked.Invalidation, stamp.Here, HasActed: false);
                break;
            case NotifierSequenceSet set:
                Act(set.Notifier);
                break;
            case NotifierPageReleased released:
                Act(released.Notifier);
                break;
            case InvalidationAnswered answered when IsOf(answered, out Asked asked):
                _asked.Remove(answered.Notifier);
                findings.Report(NonBlockingInvalidation.OfAnswer(
                    answered.Notifier, stamp.Here != asked.Step, answered.Done, asked.HasActed));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private bool IsOf(InvalidationAnswered answered, out Asked asked) =>
        _asked.TryGetValue(answered.Notifier, out asked) && asked.Invalidation == answered.Invalidation;

    private void Act(long notifier)
    {
        if (_asked.TryGetValue(notifier, out Asked asked))
        {
            _asked[notifier] = asked with { HasActed = true };
        }
    }

    private readonly record struct Asked(long Invalidation, Epoch Step, bool HasActed);
}
