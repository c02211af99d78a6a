namespace PhyrActors.Exploration;

/// <summary>Every ask is answered some time: a monitor that is hot while one is not.</summary>
/// <param name="invariant">The name of what is checked.</param>
/// <param name="keyOfAsk">What an ask is about; asks of one key are owed one answer.</param>
/// <param name="keyOfAnswer">What an answer is about.</param>
public sealed class Eventually<TAsk, TAnswer>(
    string invariant, Func<TAsk, object> keyOfAsk, Func<TAnswer, object> keyOfAnswer) : IHotMonitor
    where TAsk : notnull
    where TAnswer : notnull
{
    // A list: few are open at once, and the first is the one to name.
    private readonly List<object> _open = [];

    public string Invariant => invariant;

    public IReadOnlyList<Type> Listens { get; } = [typeof(TAsk), typeof(TAnswer)];

    /// <summary>How many steps an ask may wait; without it as long as the run lasts.</summary>
    public long HotStepsMax { get; init; } = long.MaxValue - 1;

    public string? Owed => _open.Count == 0 ? null
        : $"{typeof(TAsk).Name} {_open[0]} has no {typeof(TAnswer).Name}"
            + (_open.Count == 1 ? string.Empty : $", and {_open.Count - 1} more");

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is TAsk ask)
        {
            _open.Add(keyOfAsk(ask));
        }
        else if (@event is TAnswer answer)
        {
            _open.Remove(keyOfAnswer(answer));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
