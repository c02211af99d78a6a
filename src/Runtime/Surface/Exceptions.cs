namespace PhyrActors.Runtime;

/// <summary>The root of the runtime's own exceptions.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException()
    {
    }

    protected AkkaException(string message)
        : base(message)
    {
    }

    protected AkkaException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>An actor's constructor or PreStart threw.</summary>
public sealed class ActorInitializationException : AkkaException
{
    public ActorInitializationException()
    {
    }

    public ActorInitializationException(string message)
        : base(message)
    {
    }

    public ActorInitializationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>An actor received <see cref="Kill"/>.</summary>
public sealed class ActorKilledException : AkkaException
{
    public ActorKilledException()
    {
    }

    public ActorKilledException(string message)
        : base(message)
    {
    }

    public ActorKilledException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A watched actor died and its watcher did not handle <see cref="Terminated"/>.</summary>
public sealed class DeathPactException : AkkaException
{
    public DeathPactException()
    {
    }

    public DeathPactException(string message)
        : base(message)
    {
    }

    public DeathPactException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public DeathPactException(IActorRef deadActor)
        : base($"Monitored actor [{deadActor}] terminated")
    {
        DeadActor = deadActor;
    }

    public IActorRef? DeadActor { get; }
}

/// <summary>An actor's name is illegal or taken.</summary>
public sealed class InvalidActorNameException : AkkaException
{
    public InvalidActorNameException()
    {
    }

    public InvalidActorNameException(string message)
        : base(message)
    {
    }

    public InvalidActorNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>An actor did what its state forbids, such as stashing one message twice.</summary>
public sealed class IllegalActorStateException : AkkaException
{
    public IllegalActorStateException()
    {
    }

    public IllegalActorStateException(string message)
        : base(message)
    {
    }

    public IllegalActorStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>No answer came in time.</summary>
public sealed class AskTimeoutException : AkkaException
{
    public AskTimeoutException()
    {
    }

    public AskTimeoutException(string message)
        : base(message)
    {
    }

    public AskTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A path holds what no path may.</summary>
public sealed class IllegalActorNameException : AkkaException
{
    public IllegalActorNameException()
    {
    }

    public IllegalActorNameException(string message)
        : base(message)
    {
    }

    public IllegalActorNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Nobody lives behind a selection.</summary>
public sealed class ActorNotFoundException : AkkaException
{
    public ActorNotFoundException()
    {
    }

    public ActorNotFoundException(string message)
        : base(message)
    {
    }

    public ActorNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
