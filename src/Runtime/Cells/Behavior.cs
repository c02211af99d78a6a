namespace PhyrActors.Runtime;

/// <summary>Collects handlers in the order in which an actor lists them.</summary>
internal sealed class BehaviorBuilder
{
    private readonly List<Handler> _handlers = [];

    public void Add(Handler handler)
    {
        if (_handlers.Count > 0 && _handlers[^1] is { Conditional: false } last && last.Accepts == typeof(object))
        {
            throw new InvalidOperationException("A handler after one that takes everything can never run.");
        }

        _handlers.Add(handler);
    }

    public Behavior Build(Type actor)
    {
        Handler[] handlers = [.. _handlers];
        return new Behavior(handlers, BehaviorShape.Of(actor, handlers));
    }
}

/// <summary>What an actor does with messages at present: handlers, and a table from message class to
/// candidates.</summary>
internal sealed class Behavior(Handler[] handlers, BehaviorShape shape)
{
    /// <summary>Runs the first handler whose class fits and that does not decline.</summary>
    public bool TryHandle(object message)
    {
        foreach (int candidate in shape.Candidates(message.GetType()))
        {
            if (handlers[candidate].TryHandle(message))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>One handler of a behaviour.</summary>
internal abstract class Handler(Type accepts, bool conditional)
{
    public Type Accepts { get; } = accepts;

    public bool Conditional { get; } = conditional;

    public abstract bool TryHandle(object message);
}

internal sealed class ActionHandler<T>(Action<T> action, Predicate<T>? predicate, Type? accepts = null)
    : Handler(accepts ?? typeof(T), predicate is not null)
{
    public override bool TryHandle(object message)
    {
        T typed = (T)message;
        if (predicate is not null && !predicate(typed))
        {
            return false;
        }

        action(typed);
        return true;
    }
}

internal sealed class FuncHandler<T>(Func<T, bool> func, Type? accepts = null) : Handler(accepts ?? typeof(T), true)
{
    public override bool TryHandle(object message) => func((T)message);
}
