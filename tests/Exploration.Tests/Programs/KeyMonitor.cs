namespace PhyrActors.Exploration.Tests;

/// <summary>Event: somebody looked at a key, or changed it.</summary>
internal sealed record Visit(ulong Key, bool Writes);

/// <summary>Counts visits of a key in state that its steps share.</summary>
internal sealed class KeyMonitor : IMonitor
{
    private readonly SharedStore<int> _counts = new("visits");

    public string Invariant => "visits";

    public IReadOnlyList<Type> Listens { get; } = [typeof(Visit)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        Visit visit = (Visit)@event;
        int count = _counts.Read(visit.Key, findings);
        if (visit.Writes)
        {
            _counts.Write(visit.Key, count + 1, findings);
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
