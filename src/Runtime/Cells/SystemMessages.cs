namespace PhyrActors.Runtime;

/// <summary>A message of the runtime to itself; it goes ahead of user messages.</summary>
internal abstract record SystemMessage;

/// <summary>First message of every actor.</summary>
internal sealed record CreateRequest : SystemMessage
{
    public static readonly CreateRequest Instance = new();
}

internal sealed record TerminateRequest : SystemMessage
{
    public static readonly TerminateRequest Instance = new();
}

internal sealed record WatchRequest(IInternalActorRef Watcher) : SystemMessage;

internal sealed record UnwatchRequest(IInternalActorRef Watcher) : SystemMessage;

/// <summary>The subject is gone; sent to its watchers and to its parent.</summary>
internal sealed record DeathNotice(LocalActorRef Subject, bool ExistenceConfirmed) : SystemMessage;

/// <summary>A child threw and waits, suspended, for its parent's directive.</summary>
internal sealed record ChildFailed(LocalActorRef Child, Exception Cause) : SystemMessage;

internal sealed record SuspendRequest : SystemMessage
{
    public static readonly SuspendRequest Instance = new();
}

internal sealed record ResumeRequest : SystemMessage
{
    public static readonly ResumeRequest Instance = new();
}

internal sealed record RestartRequest(Exception Cause) : SystemMessage;
