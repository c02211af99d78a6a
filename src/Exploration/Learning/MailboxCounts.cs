namespace PhyrActors.Exploration;

/// <summary>Deliveries from one sender to one receiver, by message class.</summary>
/// <param name="Sender">The sender's identity; 0 is the world outside.</param>
/// <param name="Receiver">The receiver's identity.</param>
/// <param name="Message">The class of message.</param>
/// <param name="Count">How many.</param>
internal readonly record struct MailboxCount(ulong Sender, ulong Receiver, string Message, long Count);

/// <summary>What one run delivered.</summary>
internal sealed record MailboxNote(IReadOnlyList<MailboxCount> Counts) : ScheduleNote;

/// <summary>What runs deliver on average.</summary>
/// <remarks>Actors are known by their identities, which are the same in every run in which they are made. An actor that
/// only some runs make counts as a part of one, which is a guess that the walk tolerates.</remarks>
internal sealed class MailboxCounts
{
    public static readonly MailboxCounts None = new([], 0);

    private readonly IReadOnlyList<MailboxCount> _sums;
    private readonly long _runs;

    private MailboxCounts(IReadOnlyList<MailboxCount> sums, long runs)
    {
        (_sums, _runs) = (sums, runs);
        Receivers = [.. sums.Select(static sum => sum.Receiver).Distinct().Order().Where(IsShared)];
    }

    /// <summary>Receivers with several senders: those where orders differ.</summary>
    public IReadOnlyList<ulong> Receivers { get; }

    /// <summary>The classes of messages that a receiver gets, in the order of their names.</summary>
    public IReadOnlyList<string> MessagesTo(ulong receiver) =>
    [
        .. _sums.Where(sum => sum.Receiver == receiver)
            .Select(static sum => sum.Message)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>How many messages each sender sends into the chosen part of a mailbox, on average.</summary>
    public IEnumerable<(ulong Sender, long Count)> Expected(ulong receiver, string? message)
    {
        foreach (MailboxCount sum in _sums)
        {
            if (sum.Receiver == receiver && (message is null || sum.Message == message))
            {
                yield return (sum.Sender, (sum.Count + (_runs / 2)) / _runs);
            }
        }
    }

    public MailboxCounts With(IReadOnlyList<RunNote> round)
    {
        SortedDictionary<(ulong, ulong, string), long> sums = new(Comparer<(ulong, ulong, string)>.Create(Compare));
        Add(sums, _sums);
        long runs = _runs;
        foreach (RunNote run in round)
        {
            if (run.Left is MailboxNote note)
            {
                runs++;
                Add(sums, note.Counts);
            }
        }

        return new MailboxCounts(
            [.. sums.Select(static s => new MailboxCount(s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Value))], runs);
    }

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)_runs);
        writer.Number((ulong)_sums.Count);
        foreach (MailboxCount sum in _sums)
        {
            writer.Number(sum.Sender);
            writer.Number(sum.Receiver);
            writer.Text(sum.Message);
            writer.Number((ulong)sum.Count);
        }
    }

    public static MailboxCounts Load(TraceReader reader)
    {
        long runs = reader.Long();
        return new MailboxCounts(
            reader.List(static r => new MailboxCount(r.Number(), r.Number(), r.Text(), (long)r.Number())), runs);
    }

    private bool IsShared(ulong receiver) =>
        _sums.Where(sum => sum.Receiver == receiver).Select(static sum => sum.Sender).Distinct().Skip(1).Any();

    private static void Add(SortedDictionary<(ulong, ulong, string), long> sums, IReadOnlyList<MailboxCount> counts)
    {
        foreach (MailboxCount count in counts)
        {
            (ulong, ulong, string) key = (count.Sender, count.Receiver, count.Message);
            sums[key] = sums.GetValueOrDefault(key) + count.Count;
        }
    }

    private static int Compare((ulong, ulong, string) left, (ulong, ulong, string) right) =>
        left.Item1 != right.Item1 ? left.Item1.CompareTo(right.Item1)
        : left.Item2 != right.Item2 ? left.Item2.CompareTo(right.Item2)
        : string.CompareOrdinal(left.Item3, right.Item3);
}
