namespace PhyrActors.Exploration;

/// <summary>Holds for every event of a class, whenever it is published.</summary>
/// <param name="invariant">The name of what is checked.</param>
/// <param name="holds">A function of the event alone, or of those before it with the same causes: never of the order in
/// which unrelated actors happened to run.</param>
public sealed class Always<TEvent>(string invariant, Predicate<TEvent> holds) : IMonitor
    where TEvent : notnull
{
    public string Invariant => invariant;

    public IReadOnlyList<Type> Listens { get; } = [typeof(TEvent)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (!holds((TEvent)@event))
        {
            findings.Report(invariant, $"{@event}");
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
