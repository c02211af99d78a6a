namespace PhyrActors.Runtime;

/// <summary>What an actor may do beside sending: create, watch, stop, become, be timed out.</summary>
public interface IActorContext
{
    IActorRef Self { get; }

    /// <summary>Who sent the message being handled; dead letters when nobody did.</summary>
    IActorRef Sender { get; }

    IActorRef Parent { get; }

    Props Props { get; }

    ActorSystem System { get; }

    TimeSpan? ReceiveTimeout { get; }

    /// <exception cref="InvalidActorNameException">The name is illegal or taken.</exception>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>The child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IActorRef Child(string name);

    /// <summary>The living children, in order of creation.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Whoever lives behind a path: absolute (<c>/user/a</c>) or relative (<c>../b</c>).</summary>
    ActorSelection ActorSelection(string actorPath);

    IActorRef Watch(IActorRef subject);

    IActorRef WatchWith(IActorRef subject, object message);

    IActorRef Unwatch(IActorRef subject);

    void Stop(IActorRef child);

    void SetReceiveTimeout(TimeSpan? timeout);

    void Become(Func<object, bool> receive);

    void BecomeStacked(Func<object, bool> receive);

    void UnbecomeStacked();
}

/// <summary>The context of an actor that takes messages as bare objects.</summary>
public interface IUntypedActorContext : IActorContext
{
    void Become(UntypedReceive receive);

    void BecomeStacked(UntypedReceive receive);
}

/// <summary>A behaviour that takes any message.</summary>
public delegate void UntypedReceive(object message);

/// <summary>Short ways to make actors from within an actor or a system.</summary>
public static class ActorRefFactoryExtensions
{
    public static IActorRef ActorOf<TActor>(this IActorContext context, string? name = null)
        where TActor : ActorBase, new()
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.ActorOf(Props.Create<TActor>(static () => new TActor()), name);
    }

    public static IActorRef ActorOf<TActor>(this ActorSystem system, string? name = null)
        where TActor : ActorBase, new()
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.ActorOf(Props.Create<TActor>(static () => new TActor()), name);
    }
}
