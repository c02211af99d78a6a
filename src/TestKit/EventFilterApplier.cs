using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Says how often the events that a filter takes must come while a test does something.</summary>
/// <remarks>What has not come when the test is through is waited for, three seconds if nothing else is said. Nothing is
/// written to the console, so that muting hides nothing.</remarks>
public interface IEventFilterApplier
{
    /// <summary>Goes on to a second filter; what either takes is counted.</summary>
    EventFilterFactory And { get; }

    void Expect(int expectedCount, Action action);

    void Expect(int expectedCount, TimeSpan timeout, Action action);

    T Expect<T>(int expectedCount, Func<T> func);

    T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func);

    void ExpectOne(Action action);

    void ExpectOne(TimeSpan timeout, Action action);

    T ExpectOne<T>(Func<T> func);

    Task ExpectAsync(int expectedCount, Func<Task> actionAsync);

    Task ExpectOneAsync(Func<Task> actionAsync);

    void Mute(Action action);

    T Mute<T>(Func<T> func);
}

internal sealed class InternalEventFilterApplier(TestKitBase kit, EventFilter[] filters) : IEventFilterApplier
{
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(3);

    public EventFilterFactory And => new(kit, filters);

    public void Expect(int expectedCount, Action action) => Expect(expectedCount, s_leeway, action);

    public void Expect(int expectedCount, TimeSpan timeout, Action action) =>
        Expect(expectedCount, timeout, Returning(action));

    public T Expect<T>(int expectedCount, Func<T> func) => Expect(expectedCount, s_leeway, func);

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func)
    {
        using EventCounter counter = new(kit.Sys, filters);
        T result = func();
        Judge(counter, expectedCount, timeout);
        return result;
    }

    public void ExpectOne(Action action) => Expect(1, action);

    public void ExpectOne(TimeSpan timeout, Action action) => Expect(1, timeout, action);

    public T ExpectOne<T>(Func<T> func) => Expect(1, func);

    public async Task ExpectAsync(int expectedCount, Func<Task> actionAsync)
    {
        using EventCounter counter = new(kit.Sys, filters);
        await actionAsync().ConfigureAwait(false);
        Judge(counter, expectedCount, s_leeway);
    }

    public Task ExpectOneAsync(Func<Task> actionAsync) => ExpectAsync(1, actionAsync);

    public void Mute(Action action) => action();

    public T Mute<T>(Func<T> func) => func();

    private static Func<bool> Returning(Action action) => () =>
    {
        action();
        return true;
    };

    private void Judge(EventCounter counter, int expectedCount, TimeSpan timeout)
    {
        kit.AwaitConditionNoThrow(() => counter.Count >= Math.Max(1, expectedCount), timeout);
        kit.Require(
            counter.Count == expectedCount,
            $"{counter.Count} events, not {expectedCount}, match [{string.Join(", ", filters.Select(f => f.Name))}]");
    }
}

/// <summary>Counts, where they are published, the events that one of its filters takes.</summary>
internal sealed class EventCounter : IInternalActorRef, IDisposable
{
    private readonly ActorSystem _system;
    private readonly EventFilter[] _filters;
    private int _count;

    public EventCounter(ActorSystem system, EventFilter[] filters)
    {
        (_system, _filters) = (system, filters);
        system.EventStream.Subscribe(this, typeof(LogEvent));
        system.EventStream.Subscribe(this, typeof(DeadLetter));
    }

    public int Count => Volatile.Read(ref _count);

    public ActorPath Path { get; } = ActorPath.Root("test").Child("eventCounter");

    public void Tell(object message, IActorRef sender)
    {
        if (Array.Exists(_filters, filter => filter.Matches(message)))
        {
            Interlocked.Increment(ref _count);
        }
    }

    public void Dispose() => _system.EventStream.Unsubscribe(this);

    void IInternalActorRef.SendSystem(SystemMessage message)
    {
    }

    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    public int CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Path.GetHashCode();
}
