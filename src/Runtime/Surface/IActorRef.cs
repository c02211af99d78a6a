namespace PhyrActors.Runtime;

/// <summary>Anything that takes a message.</summary>
public interface ICanTell
{
    /// <summary>Sends a message, at most once, in order from one sender to one receiver.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    void Tell(object message, IActorRef sender);
}

/// <summary>The address of an actor: the only thing others may hold of it.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>
{
    ActorPath Path { get; }
}

/// <summary>A reference that the runtime itself made.</summary>
internal interface IInternalActorRef : IActorRef
{
    /// <summary>The actor's own reference, for which this one may stand; null when there is no actor behind
    /// it.</summary>
    LocalActorRef? Local => null;

    /// <summary>Null for a reference of no system.</summary>
    ActorSystem? System => null;

    void SendSystem(SystemMessage message);
}

/// <summary>Sends in the name of the actor whose handler is running.</summary>
public static class ActorRefImplicitSenderExtensions
{
    // Flows with the test through its awaits, and ends with it.
    private static readonly AsyncLocal<IActorRef?> s_outside = new();

    /// <summary>In whose name code outside of actors sends: a test's.</summary>
    internal static IActorRef? Outside
    {
        get => s_outside.Value;
        set => s_outside.Value = value;
    }

    public static void Tell(this IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, (IActorRef?)ActorCell.Current?.Self ?? Outside!);
    }

    /// <summary>Sends on and keeps the original sender.</summary>
    public static void Forward(this IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, ActorCell.Current?.Sender ?? ActorRefs.NoSender);
    }

    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody;
}

/// <summary>The two references that name no actor.</summary>
public static class ActorRefs
{
    /// <summary>Says that a message has no sender; null, as in Akka.NET.</summary>
    public static readonly IActorRef NoSender = null!;

    public static readonly Nobody Nobody = Nobody.Instance;
}
