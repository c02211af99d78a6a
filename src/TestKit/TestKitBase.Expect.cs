using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Expectations of the next message.</summary>
/// <remarks>Each fails the test with xunit's FailException.</remarks>
public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null) => Expect<T>(null, duration, hint);

    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>((actual, _) => MustEqual(message, actual, hint), timeout, hint);

    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>((actual, _) => Must(isMessage(actual), actual, hint), timeout, hint);

    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>((actual, _) => assert(actual), timeout, hint);

    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>((actual, sender) => Must(isMessageAndSender(actual, sender), actual, hint), timeout, hint);

    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null) =>
        Expect(assertMessageAndSender, timeout, hint);

    public T ExpectMsg<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>((actual, _) => Must(comparer(expected, actual), actual, hint), timeout, hint);

    /// <summary>Nothing comes within the default time.</summary>
    public void ExpectNoMsg() => ExpectNoMsg(RemainingOrDefault);

    public void ExpectNoMsg(int milliseconds) => ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds));

    public void ExpectNoMsg(TimeSpan duration)
    {
        if (TryReceiveOne(out Received received, duration))
        {
            Fail($"Expected no message, got {received.Message} from {received.Sender}", null);
        }
    }

    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null) =>
        Expect<Terminated>((actual, _) => MustEqual(target, actual.ActorRef, hint), timeout, hint);

    private T Expect<T>(Action<T, IActorRef>? check, TimeSpan? timeout, string? hint)
    {
        TimeSpan max = RemainingOr(timeout);
        if (!TryReceiveOne(out Received received, max))
        {
            return Never<T>($"No message of type {typeof(T)} within {max}", hint);
        }

        if (received.Message is not T message)
        {
            return Never<T>($"Expected a message of type {typeof(T)}, got {received.Message}", hint);
        }

        check?.Invoke(message, received.Sender);
        return message;
    }

    private void Must(bool holds, object? message, string? hint)
    {
        if (!holds)
        {
            Fail($"Message {message} does not match", hint);
        }
    }

    private void MustEqual<T>(T expected, T actual, string? hint)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Fail($"Expected {expected}, got {actual}", hint);
        }
    }
}
