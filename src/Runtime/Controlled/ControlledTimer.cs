using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>A running timer of a controlled actor.</summary>
internal sealed class ControlledTimer(
    ControlledSystem system, Node node, TimerMessage message, long deadline, long interval, ulong identity)
    : ITimerHandle
{
    public Node Node { get; } = node;

    public TimerMessage Message { get; } = message;

    public long Deadline { get; set; } = deadline;

    /// <summary>0 for a single shot.</summary>
    public long Interval { get; } = interval;

    public int Firings { get; set; }

    /// <summary>Explored: where the schedule wants the next tick, before deadlines count.</summary>
    public long Rank { get; set; }

    /// <summary>Explored: the number of the step that started it or saw its latest firing.</summary>
    public int Cause { get; set; }

    /// <summary>The identity of the next tick: the start's identity with the key and the number of the
    /// firing.</summary>
    public ulong NextId => Identities.OfTick(identity, Firings);

    public void Cancel() => system.CancelTimer(this);
}

/// <summary>An actor's timers in the order of their ranks and then their deadlines; equal ones by identity.</summary>
internal sealed class TimerList
{
    private readonly List<ControlledTimer> _timers = [];

    public int Count => _timers.Count;

    public ControlledTimer Head => _timers[0];

    public void Add(ControlledTimer timer)
    {
        int at = _timers.Count;
        while (at > 0 && IsBefore(timer, _timers[at - 1]))
        {
            at--;
        }

        _timers.Insert(at, timer);
    }

    public bool Remove(ControlledTimer timer) => _timers.Remove(timer);

    public void Clear() => _timers.Clear();

    /// <summary>Adds what each timer will do to a hash.</summary>
    public ulong Mix(ulong hash)
    {
        foreach (ControlledTimer timer in _timers)
        {
            ulong text = SplitMix64.Hash($"{timer.Message.Key} {timer.Message.Message}");
            hash = SplitMix64.Mix(SplitMix64.Mix(hash, text), timer.Interval > 0 ? (ulong)timer.Firings : 0);
        }

        return hash;
    }

    private static bool IsBefore(ControlledTimer left, ControlledTimer right) =>
        left.Rank != right.Rank ? left.Rank < right.Rank
            : left.Deadline < right.Deadline || (left.Deadline == right.Deadline && left.NextId < right.NextId);
}
