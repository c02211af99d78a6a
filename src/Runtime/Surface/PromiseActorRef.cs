using System.Runtime.CompilerServices;

namespace PhyrActors.Runtime;

/// <summary>The reference that takes the answer to one question; what comes after the first answer is a dead
/// letter.</summary>
internal abstract class PromiseActorRef(ActorSystem system) : IInternalActorRef
{
    private ITimerHandle? _timer;

    public ActorPath Path => ActorPath.Root(system.Name).Child("temp").Child("promise");

    ActorSystem? IInternalActorRef.System => system;

    public abstract bool IsCompleted { get; }

    /// <summary>No answer came in time.</summary>
    public abstract void Expire();

    public void Tell(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (TryAnswer(message))
        {
            _timer?.Cancel();
        }
        else
        {
            system.DeadLetters.Tell(new DeadLetter(message, sender, this), sender);
        }
    }

    void IInternalActorRef.SendSystem(SystemMessage message)
    {
        if (message is DeathNotice notice)
        {
            Tell(new Terminated(notice.Subject, notice.ExistenceConfirmed, false), notice.Subject);
        }
    }

    /// <summary>The question is sent; null or zero is no limit to waiting for its answer.</summary>
    public void Asked(TimeSpan? timeout)
    {
        if (system.OnAsked(this, timeout > TimeSpan.Zero ? timeout : null) is not { } timer)
        {
            return;
        }

        // A full fence: either the answer's thread sees the timer, or this one sees the answer.
        Interlocked.Exchange(ref _timer, timer);
        if (IsCompleted)
        {
            timer.Cancel();
        }
    }

    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    public int CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public override string ToString() => $"[{Path}]";

    protected abstract bool TryAnswer(object message);
}

/// <summary>Turns the answer into the result of a task.</summary>
internal sealed class PromiseActorRef<T>(ActorSystem system, Type question) : PromiseActorRef(system)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _answer.Task;

    public override bool IsCompleted => Task.IsCompleted;

    public override void Expire() =>
        _answer.TrySetException(new AskTimeoutException($"No answer in time to {question.Name}"));

    protected override bool TryAnswer(object message) => message switch
    {
        // Whoever asks for an object wants an answer, not a failure.
        Status.Failure failure when typeof(T) == typeof(object) => _answer.TrySetException(failure.Cause),
        T answer => _answer.TrySetResult(answer),
        Status.Failure failure => _answer.TrySetException(failure.Cause),
        _ => _answer.TrySetException(new ArgumentException(
            $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
    };
}
