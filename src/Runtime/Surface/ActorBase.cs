namespace PhyrActors.Runtime;

/// <summary>The root of every actor: state that one handler at a time may touch.</summary>
public abstract class ActorBase
{
    private protected ActorBase()
    {
        Cell = ActorCell.Expecting
            ?? throw new InvalidOperationException($"{GetType()} can only be made by ActorOf, through Props.");
        Cell.Adopt(this);
    }

    protected internal IActorRef Self => Cell.Self;

    protected internal IActorRef Sender => Cell.Sender;

    /// <summary>The context of the actor whose handler runs on this thread.</summary>
    protected static IActorContext Context => ActorCell.Current
        ?? throw new NotSupportedException("There is no active context: the call is outside an actor's handler.");

    internal ActorCell Cell { get; }

    /// <summary>Handles one message; false says that it was not handled.</summary>
    protected internal abstract bool Receive(object message);

    protected internal virtual void PreStart()
    {
    }

    protected internal virtual void PostStop()
    {
    }

    /// <summary>Called on the old instance: stops every child and calls <see cref="PostStop"/>.</summary>
    protected internal virtual void PreRestart(Exception reason, object? message)
    {
        Cell.AbandonChildren();
        PostStop();
    }

    /// <summary>Called on the new instance: calls <see cref="PreStart"/>.</summary>
    protected internal virtual void PostRestart(Exception reason) => PreStart();

    protected internal virtual SupervisorStrategy SupervisorStrategy() =>
        PhyrActors.Runtime.SupervisorStrategy.DefaultStrategy;

    /// <summary>Publishes that nobody here knows the message.</summary>
    /// <exception cref="DeathPactException">The message is <see cref="Terminated"/>.</exception>
    protected internal virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.ActorRef);
        }

        Cell.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>The constructor is through.</summary>
    internal virtual void OnConstructed()
    {
    }

    protected void Become(Func<object, bool> receive) => Cell.Become(receive);

    protected void BecomeStacked(Func<object, bool> receive) => Cell.BecomeStacked(receive);

    protected void UnbecomeStacked() => Cell.UnbecomeStacked();
}

/// <summary>An actor that takes messages as bare objects.</summary>
public abstract class UntypedActor : ActorBase
{
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    protected internal sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    protected abstract void OnReceive(object message);

    protected void Become(UntypedReceive receive) => Cell.Become(receive);

    protected void BecomeStacked(UntypedReceive receive) => Cell.BecomeStacked(receive);
}
