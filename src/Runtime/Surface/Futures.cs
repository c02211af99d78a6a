namespace PhyrActors.Runtime;

/// <summary>Tasks for the world outside of actors: questions, orderly ends, and results piped to an actor.</summary>
/// <remarks>In actors use messages and timers: a task's continuation runs on any thread at any time, and breaks the
/// determinism of a controlled system. There an answer completes its task inside of <c>Run</c>, and no wall-clock
/// timeout runs.</remarks>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Sends a question; the task's result is the first answer.</summary>
    /// <param name="self">Who is asked.</param>
    /// <param name="message">The question.</param>
    /// <param name="timeout">In the system's time; null or zero is no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <remarks>The task fails with <see cref="AskTimeoutException"/> after the timeout, also when nobody lives behind
    /// the reference; with the cause when the answer is <see cref="Status.Failure"/> and T is not; and with
    /// <see cref="ArgumentException"/> when the answer is of another type.</remarks>
    /// <exception cref="ArgumentException">The reference belongs to no system.</exception>
    public static Task<T> Ask<T>(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        PromiseActorRef<T> promise = new(SystemOf(self), message.GetType());
        self.Tell(message, promise);
        promise.Asked(timeout);
        return cancellationToken.CanBeCanceled ? promise.Task.WaitAsync(cancellationToken) : promise.Task;
    }

    /// <summary>Sends <see cref="PoisonPill"/>; true once the actor is gone.</summary>
    /// <remarks>The task is cancelled when it takes longer than <paramref name="timeout"/>.</remarks>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout)
    {
        PromiseActorRef<Terminated> promise = new(SystemOf(target), typeof(PoisonPill));
        ((IInternalActorRef)target).SendSystem(new WatchRequest(promise));
        target.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        promise.Asked(timeout);
        try
        {
            await promise.Task.ConfigureAwait(false);
            return true;
        }
        catch (AskTimeoutException late)
        {
            throw new TaskCanceledException($"{target} did not stop within {timeout}.", late);
        }
    }

    /// <summary>Sends the task's result, or <see cref="Status.Failure"/>, to an actor.</summary>
    public static async Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null)
    {
        ArgumentNullException.ThrowIfNull(taskToPipe);
        ArgumentNullException.ThrowIfNull(recipient);
        object message;
        try
        {
            T result = await taskToPipe.ConfigureAwait(false);
            message = success is null ? result! : success(result);
        }
#pragma warning disable CA1031 // Every failure of the task is told to the recipient.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            message = failure is null ? new Status.Failure(cause) : failure(cause);
        }

        recipient.Tell(message, sender!);
    }

    private static ActorSystem SystemOf(ICanTell target) => (target as IInternalActorRef)?.System
        ?? (target as ActorSelection)?.System
        ?? throw new ArgumentException($"{target} belongs to no system and cannot be asked.", nameof(target));
}
