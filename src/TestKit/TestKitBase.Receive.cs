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

    /// <summary>The next message, which stays where it is; null when none comes in time.</summary>
    public object? PeekOne(TimeSpan? max = null)
    {
        _driver.WaitUntil(() => !_inbox.IsEmpty, RemainingOr(max));
        _last = _inbox.TryPeek(out Received received) ? received : null;
        return _last?.Message;
    }

    /// <summary>Takes messages as long as the filter gives something for them.</summary>
    /// <param name="filter">Null leaves the message where it is, and ends it.</param>
    /// <param name="max">For all of them together.</param>
    /// <param name="idle">For each of them.</param>
    /// <param name="msgs">How many at most.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(filter);
        List<T> results = [];
        TakeWhile(
            message =>
            {
                T? result = filter(message);
                if (result is not null)
                {
                    results.Add(result);
                }

                return result is not null;
            },
            max,
            idle,
            () => results.Count < msgs);
        return results;
    }

    /// <summary>Takes messages as long as they match.</summary>
    /// <param name="shouldContinue">False leaves the message where it is, and ends it.</param>
    /// <param name="max">For all of them together.</param>
    /// <param name="idle">For each of them.</param>
    /// <param name="msgs">How many at most.</param>
    /// <param name="shouldIgnoreOtherMessageTypes">Whether messages of another class are dropped; otherwise they end
    /// it.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true)
    {
        ArgumentNullException.ThrowIfNull(shouldContinue);
        List<T> taken = [];
        TakeWhile(
            message =>
            {
                if (message is not T typed)
                {
                    return shouldIgnoreOtherMessageTypes;
                }

                bool goesOn = shouldContinue(typed);
                if (goesOn)
                {
                    taken.Add(typed);
                }

                return goesOn;
            },
            max,
            idle,
            () => taken.Count < msgs);
        return taken;
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

    private void TakeWhile(Predicate<object> takes, TimeSpan? max, TimeSpan? idle, Func<bool> wantsMore)
    {
        TimeSpan end = _driver.Now + RemainingOr(max);
        Received? last = null;
        while (wantsMore())
        {
            TimeSpan left = Left(end);
            _driver.WaitUntil(() => !_inbox.IsEmpty, idle < left ? idle.Value : left);
            if (!_inbox.TryPeek(out Received next) || !takes(next.Message))
            {
                break;
            }

            _inbox.TryTake(out _);
            last = next;
        }

        _last = last;
    }

    private bool TryReceiveOne(out Received received, TimeSpan? max)
    {
        _driver.WaitUntil(() => !_inbox.IsEmpty, RemainingOr(max));
        bool isTaken = _inbox.TryTake(out received);
        _last = isTaken ? received : null;
        return isTaken;
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
