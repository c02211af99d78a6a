using System.Runtime.CompilerServices;

namespace PhyrActors.Runtime;

/// <summary>The handlers that an actor lists, in their order, until the list is complete.</summary>
internal sealed class BehaviorListing
{
    // A list is written by one thread in one go, and short runs make many actors.
    [ThreadStatic]
    private static BehaviorListing? s_spare;

    private readonly List<Delegate> _delegates = [];

    public List<HandledClass> Classes { get; } = [];

    public static BehaviorListing Begin()
    {
        BehaviorListing listing = s_spare ?? new BehaviorListing();
        s_spare = null;
        listing.Classes.Clear();
        listing._delegates.Clear();
        return listing;
    }

    /// <exception cref="InvalidOperationException">An earlier handler takes everything.</exception>
    public void Add<T>(Action<T> action, Predicate<T>? condition, Type? accepts = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        HandlerKind kind = condition is null ? HandlerKind.Action : HandlerKind.ConditionalAction;
        Append(new HandledClass(accepts ?? typeof(T), kind, _delegates.Count));
        if (condition is not null)
        {
            _delegates.Add(Untyped(condition));
        }

        _delegates.Add(typeof(T).IsValueType ? Unboxing(action) : action);
    }

    /// <summary>Adds a handler that says itself whether it has handled the message.</summary>
    /// <exception cref="InvalidOperationException">An earlier handler takes everything.</exception>
    public void Add<T>(Func<T, bool> function, Type? accepts = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Append(new HandledClass(accepts ?? typeof(T), HandlerKind.Predicate, _delegates.Count));
        _delegates.Add(Untyped(new Predicate<T>(function)));
    }

    /// <summary>The only delegate, or an array of them. This object may be used for another list.</summary>
    public object End()
    {
        object handlers = _delegates.Count == 1 ? _delegates[0] : _delegates.ToArray();
        _delegates.Clear();
        s_spare = this;
        return handlers;
    }

    private static Action<object> Unboxing<T>(Action<T> action) => message => action((T)message);

    private static Predicate<object> Untyped<T>(Predicate<T> condition) =>
        typeof(T).IsValueType ? message => condition((T)message) : Unsafe.As<Predicate<object>>(condition);

    private void Append(HandledClass added)
    {
        if (Classes.Count > 0 && Classes[^1] is { Kind: HandlerKind.Action } last && last.Accepts == typeof(object))
        {
            throw new InvalidOperationException("A handler after one that takes everything can never run.");
        }

        Classes.Add(added);
    }
}
