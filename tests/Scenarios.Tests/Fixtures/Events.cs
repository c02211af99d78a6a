using PhyrActors.Exploration;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Every event of one type in a run.</summary>
internal sealed class Events<TEvent> : IMonitor
{
    private readonly List<TEvent> _seen = [];

    public string Invariant => "events";

    public IReadOnlyList<Type> Listens { get; } = [typeof(TEvent)];

    public IReadOnlyList<TEvent> Seen => _seen;

    public void On(object @event, in Stamp stamp, IFindings findings) => _seen.Add((TEvent)@event);

    public void AtQuiescence(IFindings findings)
    {
    }
}
