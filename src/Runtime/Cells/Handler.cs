using System.Runtime.CompilerServices;

namespace PhyrActors.Runtime;

/// <summary>One handler of a behaviour; sees only messages of the class that it accepts.</summary>
/// <remarks>The table of candidates has looked at a message's class already: the delegates are called without looking
/// again, and without a call in between.</remarks>
internal readonly struct Handler
{
    private readonly Action<object>? _action;
    private readonly Predicate<object>? _condition;

    private Handler(Type accepts, Action<object>? action, Predicate<object>? condition)
    {
        (Accepts, _action, _condition) = (accepts, action, condition);
    }

    public Type Accepts { get; }

    public bool Conditional => _condition is not null;

    public static Handler Of<T>(Action<T> action, Predicate<T>? condition, Type? accepts = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new Handler(
            accepts ?? typeof(T),
            typeof(T).IsValueType ? message => action((T)message) : Unsafe.As<Action<object>>(action),
            condition is null ? null : Untyped(condition));
    }

    /// <summary>A handler that says itself whether it has handled the message.</summary>
    public static Handler Of<T>(Func<T, bool> function, Type? accepts = null) =>
        new(accepts ?? typeof(T), null, Untyped(new Predicate<T>(function)));

    public bool TryHandle(object message)
    {
        if (_condition is { } condition && !condition(message))
        {
            return false;
        }

        _action?.Invoke(message);
        return true;
    }

    private static Predicate<object> Untyped<T>(Predicate<T> condition) =>
        typeof(T).IsValueType ? message => condition((T)message) : Unsafe.As<Predicate<object>>(condition);
}
