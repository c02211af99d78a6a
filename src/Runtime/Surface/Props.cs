namespace PhyrActors.Runtime;

/// <summary>How to make an actor; immutable and shared by every incarnation.</summary>
/// <remarks>
/// <c>Props.Create(() =&gt; new Worker(x))</c> takes a delegate here and an expression tree in Akka.NET: the same
/// source
/// text compiles against both, and here making an actor costs a delegate call.
/// </remarks>
public sealed class Props
{
    private readonly Func<ActorBase> _producer;

    private Props(Type type, Func<ActorBase> producer, SupervisorStrategy? strategy)
    {
        (Type, _producer, SupervisorStrategy) = (type, producer, strategy);
    }

    /// <summary>The class of the actor.</summary>
    public Type Type { get; }

    /// <summary>The strategy that replaces the actor's own, or null.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; }

    public static Props Create<TActor>(Func<TActor> factory)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new Props(typeof(TActor), factory, null);
    }

    public static Props Create<TActor>(params object[] arguments)
        where TActor : ActorBase => Create(typeof(TActor), arguments);

    /// <exception cref="ArgumentException"><paramref name="type"/> is no actor.</exception>
    public static Props Create(Type type, params object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} is not an actor.", nameof(type));
        }

        return new Props(type, () => (ActorBase)Activator.CreateInstance(type, arguments)!, null);
    }

    public Props WithSupervisorStrategy(SupervisorStrategy strategy) => new(Type, _producer, strategy);

    internal ActorBase NewActor() => _producer();
}
