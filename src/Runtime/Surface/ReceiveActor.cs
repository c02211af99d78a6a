namespace PhyrActors.Runtime;

/// <summary>An actor that lists the messages it takes, in its constructor or in <c>Become</c>.</summary>
public abstract class ReceiveActor : ActorBase
{
    private Behavior _initial;

    protected ReceiveActor() => _initial = Behavior.BeginListing();

    protected internal sealed override bool Receive(object message) => _initial.TryHandle(message);

    internal sealed override void OnConstructed() => _initial = _initial.Seal(GetType());

    /// <exception cref="InvalidOperationException">Called outside the constructor or Become, or after a
    /// catch-all.</exception>
    protected void Receive<T>(Action<T> handler) => Listing().Add(handler, null);

    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle) =>
        Listing().Add(handler, shouldHandle);

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) =>
        Listing().Add(handler, shouldHandle);

    protected void Receive<T>(Func<T, bool> handler) => Listing().Add(handler);

    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Listing().Add(handler, shouldHandle, messageType);

    protected void Receive(Type messageType, Func<object, bool> handler) =>
        Listing().Add(handler, messageType);

    protected void ReceiveAny(Action<object> handler) => Listing().Add(handler, null);

    /// <summary>Replaces the behaviour by the handlers that <paramref name="configure"/> lists.</summary>
    protected void Become(Action configure) => Become(Configure(configure).TryHandle);

    protected void BecomeStacked(Action configure) => BecomeStacked(Configure(configure).TryHandle);

    private Behavior Configure(Action configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Behavior outer = _initial;
        try
        {
            _initial = Behavior.BeginListing();
            configure();
            return _initial.Seal(GetType());
        }
        finally
        {
            _initial = outer;
        }
    }

    private BehaviorListing Listing() => _initial.Listing
        ?? throw new InvalidOperationException("Receive may be called only in the constructor or within Become.");
}
