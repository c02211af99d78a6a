namespace PhyrActors.Runtime;

/// <summary>An actor that lists the messages it takes, in its constructor or in <c>Become</c>.</summary>
public abstract class ReceiveActor : ActorBase
{
    private readonly Behavior _initial;
    private Behavior? _listing;

    protected ReceiveActor() => _initial = _listing = new Behavior();

    protected internal sealed override bool Receive(object message) => _initial.TryHandle(message);

    internal sealed override void OnConstructed()
    {
        _initial.Seal(GetType());
        _listing = null;
    }

    /// <exception cref="InvalidOperationException">Called outside the constructor or Become, or after a
    /// catch-all.</exception>
    protected void Receive<T>(Action<T> handler) => Listing().Add(Handler.Of(handler, null));

    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle) =>
        Listing().Add(Handler.Of(handler, shouldHandle));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) =>
        Listing().Add(Handler.Of(handler, shouldHandle));

    protected void Receive<T>(Func<T, bool> handler) => Listing().Add(Handler.Of(handler));

    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Listing().Add(Handler.Of(handler, shouldHandle, messageType));

    protected void Receive(Type messageType, Func<object, bool> handler) =>
        Listing().Add(Handler.Of(handler, messageType));

    protected void ReceiveAny(Action<object> handler) => Listing().Add(Handler.Of(handler, null));

    /// <summary>Replaces the behaviour by the handlers that <paramref name="configure"/> lists.</summary>
    protected void Become(Action configure) => Become(Configure(configure).TryHandle);

    protected void BecomeStacked(Action configure) => BecomeStacked(Configure(configure).TryHandle);

    private Behavior Configure(Action configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Behavior? outer = _listing;
        try
        {
            Behavior behavior = _listing = new Behavior();
            configure();
            behavior.Seal(GetType());
            return behavior;
        }
        finally
        {
            _listing = outer;
        }
    }

    private Behavior Listing() => _listing
        ?? throw new InvalidOperationException("Receive may be called only in the constructor or within Become.");
}
