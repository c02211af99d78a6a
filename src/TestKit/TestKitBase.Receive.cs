using System.Diagnostics.CodeAnalysis;

namespace PhyrActors.Testing;

/// <summary>Taking messages as they come.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message; null when none comes in time.</summary>
    public object? ReceiveOne(TimeSpan? max = null) =>
        TryReceiveOne(out Received received, max) ? received.Message : null;

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages) => ReceiveN(numberOfMessages, RemainingOrDefault);

    /// <param name="numberOfMessages">How many.</param>
    /// <param name="max">For all of them together.</param>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max)
    {
        TimeSpan end = _driver.Now + max;
        List<object> messages = [];
        while (messages.Count < numberOfMessages)
        {
            if (!TryReceiveOne(out Received received, Left(end)))
            {
                Fail($"Got {messages.Count} of {numberOfMessages} messages within {max}", null);
            }

            messages.Add(received.Message);
        }

        return messages;
    }

    /// <summary>Takes messages until one matches, and returns that.</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "") =>
        FishForMessage<object>(isMessage, max, hint);

    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "")
    {
        ArgumentNullException.ThrowIfNull(isMessage);
        TimeSpan end = _driver.Now + RemainingOr(max);
        while (TryReceiveOne(out Received received, Left(end)))
        {
            if (received.Message is T message && isMessage(message))
            {
                return message;
            }
        }

        return Never<T>($"No message of type {typeof(T)} that matches within {RemainingOr(max)}", hint);
    }

    private bool TryReceiveOne(out Received received, TimeSpan? max)
    {
        TimeSpan end = _driver.Now + RemainingOr(max);
        do
        {
            _driver.WaitUntil(() => !_inbox.IsEmpty, Left(end));
            if (!_inbox.TryTake(out received))
            {
                _last = null;
                return false;
            }
        }
        while (_ignored?.Invoke(received.Message) == true);

        _last = received;
        return true;
    }

    private TimeSpan RemainingOr(TimeSpan? duration) => duration
        ?? (_withinEnd is { } end ? Left(end) : s_singleExpectDefault);

    private TimeSpan Left(TimeSpan end) => end > _driver.Now ? end - _driver.Now : TimeSpan.Zero;

    [DoesNotReturn]
    private T Never<T>(string what, string? hint)
    {
        Fail(what, hint);
        throw new System.Diagnostics.UnreachableException();
    }
}
