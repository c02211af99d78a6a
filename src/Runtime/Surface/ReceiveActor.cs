namespace PhyrActors.Runtime;

/// <summary>An actor that lists the messages it takes, in its constructor or in <c>Become</c>.</summary>
public abstract class ReceiveActor : ActorBase
{
    private BehaviorBuilder? _building = new();
    private Behavior? _initial;

    protected internal sealed override bool Receive(object message) => _initial!.TryHandle(message);

    internal sealed override void OnConstructed()
    {
        _initial = _building!.Build(GetType());
        _building = null;
    }

    /// <exception cref="InvalidOperationException">Called outside the constructor or Become, or after a
    /// catch-all.</exception>
    protected void Receive<T>(Action<T> handler) => Building().Add(new ActionHandler<T>(handler, null));

    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle) =>
        Building().Add(new ActionHandler<T>(handler, shouldHandle));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) =>
        Building().Add(new ActionHandler<T>(handler, shouldHandle));

    protected void Receive<T>(Func<T, bool> handler) => Building().Add(new FuncHandler<T>(handler));

    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Building().Add(new ActionHandler<object>(handler, shouldHandle, messageType));

    protected void Receive(Type messageType, Func<object, bool> handler) =>
        Building().Add(new FuncHandler<object>(handler, messageType));

    protected void ReceiveAny(Action<object> handler) => Building().Add(new ActionHandler<object>(handler, null));

    /// <summary>Replaces the behaviour by the handlers that <paramref name="configure"/> lists.</summary>
    protected void Become(Action configure) => Become(Configure(configure).TryHandle);

    protected void BecomeStacked(Action configure) => BecomeStacked(Configure(configure).TryHandle);

    private Behavior Configure(Action configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        BehaviorBuilder? outer = _building;
        try
        {
            _building = new BehaviorBuilder();
            configure();
            return _building.Build(GetType());
        }
        finally
        {
            _building = outer;
        }
    }

    private BehaviorBuilder Building() => _building
        ?? throw new InvalidOperationException("Receive may be called only in the constructor or within Become.");
}
