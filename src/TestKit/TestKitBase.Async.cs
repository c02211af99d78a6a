using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>The twins of the expectations that asynchronous tests await.</summary>
/// <remarks>Their waiting is done when they return: on a controlled system it is running, on the caller's thread.
/// </remarks>
public abstract partial class TestKitBase
{
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null) =>
        new(ExpectMsg<T>(duration, hint));

    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null) =>
        new(ExpectMsg(message, timeout, hint));

    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null) =>
        new(ExpectMsg(isMessage, timeout, hint));

    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null) =>
        new(ExpectMsg(assert, timeout, hint));

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null) =>
        new(ExpectMsgFrom(sender, message, timeout, hint));

    public ValueTask ExpectNoMsgAsync() => ExpectNoMsgAsync(RemainingOrDefault);

    public ValueTask ExpectNoMsgAsync(int milliseconds) => ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds));

    public ValueTask ExpectNoMsgAsync(TimeSpan duration)
    {
        ExpectNoMsg(duration);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string? hint = null) =>
        new(ExpectTerminated(target, timeout, hint));

    public ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "") =>
        new(FishForMessage(isMessage, max, hint));

    public ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null) => new(ReceiveOne(max));

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max) =>
        ReceiveN(numberOfMessages, max).ToAsyncEnumerable();

    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null)
    {
        AwaitAssert(assertion, duration, interval);
        return Task.CompletedTask;
    }
}
