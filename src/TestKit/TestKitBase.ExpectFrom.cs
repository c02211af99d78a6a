using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Expectations of the next message and of who sent it.</summary>
public abstract partial class TestKitBase
{
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null) =>
        Expect<T>((_, actual) => MustEqual(sender, actual, hint), duration, hint);

    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>(
            (actual, actualSender) =>
            {
                MustEqual(message, actual, hint);
                MustEqual(sender, actualSender, hint);
            },
            timeout,
            hint);

    public T ExpectMsgFrom<T>(
        IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null) =>
        ExpectMsgFrom(actual => sender.Equals(actual), isMessage, timeout, hint);

    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>(
            (actual, sender) =>
            {
                Must(isMessage(actual), actual, hint);
                Must(isSender(sender), sender, hint ?? "as a sender");
            },
            timeout,
            hint);

    public T ExpectMsgFrom<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null) =>
        ExpectMsgFrom(actual => MustEqual(sender, actual, hint), assertMessage, timeout, hint);

    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null) =>
        Expect<T>(
            (actual, sender) =>
            {
                assertSender(sender);
                assertMessage(actual);
            },
            timeout,
            hint);
}
