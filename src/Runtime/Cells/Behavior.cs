namespace PhyrActors.Runtime;

/// <summary>What an actor does with messages at present: handlers in the order of their listing, and a table from
/// message class to candidates.</summary>
internal sealed class Behavior
{
    private Handler[] _handlers = new Handler[4];
    private int _count;
    private BehaviorShape _shape = null!;

    public ReadOnlySpan<Handler> Handlers => _handlers.AsSpan(0, _count);

    /// <exception cref="InvalidOperationException">An earlier handler takes everything.</exception>
    public void Add(in Handler handler)
    {
        if (_count > 0 && _handlers[_count - 1] is { Conditional: false } last && last.Accepts == typeof(object))
        {
            throw new InvalidOperationException("A handler after one that takes everything can never run.");
        }

        if (_count == _handlers.Length)
        {
            Array.Resize(ref _handlers, _count * 2);
        }

        _handlers[_count++] = handler;
    }

    /// <summary>The list is complete.</summary>
    public void Seal(Type actor) => _shape = BehaviorShape.Of(actor, this);

    /// <summary>Runs the first handler whose class fits and that does not decline.</summary>
    public bool TryHandle(object message)
    {
        ref readonly BehaviorShape.Slot slot = ref _shape.Find(message);
        return slot.First >= 0 && (_handlers[slot.First].TryHandle(message) || TryOthers(slot.Others, message));
    }

    private bool TryOthers(int[] candidates, object message)
    {
        foreach (int candidate in candidates)
        {
            if (_handlers[candidate].TryHandle(message))
            {
                return true;
            }
        }

        return false;
    }
}
