namespace PhyrActors.Testing;

/// <summary>Expectations of several messages in any order, or of one of several.</summary>
public abstract partial class TestKitBase
{
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) =>
        ExpectMsgAllOf((IReadOnlyCollection<T>)messages);

    /// <summary>The next messages, in any order, equal those given.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages) =>
        ExpectMsgAllOf(RemainingOrDefault, messages);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        ExpectMsgAllOf(max, (IReadOnlyCollection<T>)messages);

    /// <param name="max">For all of them together.</param>
    /// <param name="messages">What is expected.</param>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<T> missing = [.. messages];
        List<T> received = [];
        foreach (object message in ReceiveN(messages.Count, max))
        {
            if (message is not T typed || !missing.Remove(typed))
            {
                return Never<T[]>(
                    $"Message {message} is none of those that are still missing [{string.Join(", ", missing)}]", null);
            }

            received.Add(typed);
        }

        return received;
    }

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates(RemainingOrDefault, predicates);

    /// <summary>The next messages, in any order, each match one of the predicates, and each predicate one
    /// message.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max, params PredicateInfo[] predicates)
    {
        ArgumentNullException.ThrowIfNull(predicates);
        List<PredicateInfo> missing = [.. predicates];
        IReadOnlyCollection<object> received = ReceiveN(predicates.Length, max);
        foreach (object message in received)
        {
            int index = missing.FindIndex(predicate => predicate.Matches(message));
            if (index < 0)
            {
                Fail($"Message {message} matches none of [{string.Join(", ", missing)}]", null);
            }

            missing.RemoveAt(index);
        }

        return received;
    }

    /// <summary>The next message is equal to one of those given.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages) => Expect<T>(
        (actual, _) => Must(messages.Contains(actual), actual, null), null, null);
}

/// <summary>A predicate on messages of one class.</summary>
public sealed class PredicateInfo
{
    private readonly Type _type;

    private PredicateInfo(Type type, Predicate<object> matches) => (_type, Matches) = (type, matches);

    internal Predicate<object> Matches { get; }

    public static PredicateInfo Create<T>(Predicate<T> predicateT) =>
        new(typeof(T), message => message is T typed && predicateT(typed));

    public override string ToString() => $"a {_type.Name} that matches";
}
