namespace PhyrActors.Runtime;

/// <summary>Stops its receiver when its turn in the mailbox comes.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IDeadLetterSuppression
{
    public static readonly PoisonPill Instance = new();

    private PoisonPill()
    {
    }
}

/// <summary>Makes its receiver throw <see cref="ActorKilledException"/> when its turn comes.</summary>
public sealed class Kill : IAutoReceivedMessage, IDeadLetterSuppression
{
    public static readonly Kill Instance = new();

    private Kill()
    {
    }
}

/// <summary>Tells a watcher that the watched actor is gone.</summary>
/// <param name="ActorRef">Who is gone.</param>
/// <param name="ExistenceConfirmed">False when it was never seen alive.</param>
/// <param name="AddressTerminated">Always false: there is no remoting here.</param>
public sealed record Terminated(IActorRef ActorRef, bool ExistenceConfirmed, bool AddressTerminated)
    : IDeadLetterSuppression;

/// <summary>Sent to an actor that had no message for as long as it asked to be told of.</summary>
public sealed class ReceiveTimeout
{
    public static readonly ReceiveTimeout Instance = new();

    private ReceiveTimeout()
    {
    }
}

/// <summary>Marks a message that does not re-arm the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Marks a message that the runtime handles before the behaviour sees it.</summary>
public interface IAutoReceivedMessage;

/// <summary>Asks whoever lives behind a path to say so.</summary>
public sealed record Identify(object MessageId) : IAutoReceivedMessage;

/// <summary>Answers <see cref="Identify"/>; <see cref="Subject"/> is null when nobody lives there.</summary>
public sealed record ActorIdentity(object MessageId, IActorRef? Subject);

/// <summary>Answers of an operation that may fail.</summary>
public abstract class Status
{
    private Status()
    {
    }

    /// <summary>It went well.</summary>
    public sealed class Success(object status) : Status
    {
        public object Status { get; } = status;
    }

    /// <summary>It failed.</summary>
    public sealed class Failure(Exception cause) : Status
    {
        public Exception Cause { get; } = cause;
    }
}
