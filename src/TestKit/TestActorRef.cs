using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>An actor that has handled a message when <c>Tell</c> returns, and whose insides a test may look
/// at.</summary>
public sealed class TestActorRef<TActor> : IInternalActorRef
    where TActor : ActorBase
{
    private readonly Driver _driver;
    private readonly LocalActorRef _ref;

    internal TestActorRef(Driver driver, IActorRef actor)
    {
        (_driver, _ref) = (driver, ((IInternalActorRef)actor).Local!);
        _driver.WaitUntil(() => _ref.Cell.Actor is not null || _ref.Cell.IsTerminated, TimeSpan.FromSeconds(3));
    }

    public IActorRef Ref => _ref;

    public ActorPath Path => _ref.Path;

    /// <summary>The present instance.</summary>
    /// <exception cref="IllegalActorStateException">The actor is gone.</exception>
    public TActor UnderlyingActor => Instance();

    LocalActorRef? IInternalActorRef.Local => _ref;

    ActorSystem? IInternalActorRef.System => _ref.Cell.System;

    /// <summary>Sends, and lets everything happen that follows from it, unless an actor calls.</summary>
    public void Tell(object message)
    {
        _ref.Tell(message);
        Settle();
    }

    public void Tell(object message, IActorRef sender)
    {
        _ref.Tell(message, sender);
        Settle();
    }

    /// <summary>Has the actor handle the message here and now; what it throws comes to the caller, and no supervisor
    /// hears of it.</summary>
    public void Receive(object message, IActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        _ref.Cell.InvokeUnsupervised(message, sender);
        Settle();
    }

    void IInternalActorRef.SendSystem(SystemMessage message) => _ref.SendSystem(message);

    public bool Equals(IActorRef? other) => _ref.Equals(other);

    public int CompareTo(IActorRef? other) => _ref.CompareTo(other);

    public override bool Equals(object? obj) => Equals(obj as IActorRef);

    public override int GetHashCode() => _ref.GetHashCode();

    public override string ToString() => $"TestActor[{Path}]";

    private TActor Instance() => !_ref.Cell.IsTerminated && _ref.Cell.Actor is TActor actor
        ? actor
        : throw new IllegalActorStateException($"{_ref} has stopped.");

    private void Settle()
    {
        if (ActorCell.Current is null)
        {
            _driver.SettleAll();
        }
    }
}
