using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>Makes whole steps of an actor's deliveries on real threads: joins clocks at their beginning, and lets go what
/// they sent at their end, after the sink has seen them. Used from the actor's own turn only.</summary>
/// <param name="system">The actor's system.</param>
/// <param name="cell">The actor.</param>
/// <param name="sink">Sees the steps.</param>
/// <param name="slot">The actor's place in clocks, from 1.</param>
/// <param name="born">The clock of the step that made the actor; null for the world outside.</param>
internal sealed class StepClock(ParallelSystem system, ActorCell cell, IStepSink sink, int slot, int[]? born)
{
    private readonly List<object> _events = [];
    private readonly List<Sent> _sent = [];
    private int[] _clock = born ?? [];
    private int _index;
    private StepView _step;

    /// <summary>A step is under way: what is sent waits for its end.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The clock of the latest step; never changed once made.</summary>
    public int[] Clock => _clock;

    /// <returns>The message itself.</returns>
    public object Begin(object message)
    {
        (object bare, int[]? cause) = message is ClockedMessage clocked ? (clocked.Message, clocked.Clock) : (message, null);
        if (bare is TimerMessage tick)
        {
            Begin(StepKind.Timer, tick.Message, tick.Key, cause);
        }
        else
        {
            Begin(StepKind.Message, bare, null, cause);
        }

        return bare;
    }

    public void BeginSystem(SystemMessage message, int[]? cause) => Begin(
        message is CreateRequest ? StepKind.Creation : StepKind.System, message, null, cause);

    public void Publish(object @event) => _events.Add(@event);

    public void Send(Mailbox to, object message, IActorRef? sender) => _sent.Add(new Sent(to, message, sender));

    public void End()
    {
        long now = system.Clock.MonotonicClock.Ticks * 100;
        sink.OnStep(_step, new Stamp(new Epoch(slot, _index), _clock, now), _events);
        _events.Clear();
        IsRunning = false;
        foreach (Sent sent in _sent)
        {
            if (sent.Message is SystemMessage runtime)
            {
                sent.To.PostSystem(runtime, _clock);
            }
            else
            {
                sent.To.Post(new ClockedMessage(sent.Message, _clock), sent.Sender);
            }
        }

        _sent.Clear();
    }

    private void Begin(StepKind kind, object message, object? timerKey, int[]? cause)
    {
        int[] joined = new int[Math.Max(Math.Max(_clock.Length, cause?.Length ?? 0), slot + 1)];
        _clock.CopyTo(joined, 0);
        for (int i = 0; i < cause?.Length; i++)
        {
            joined[i] = Math.Max(joined[i], cause[i]);
        }

        joined[slot] = ++_index;
        (_clock, IsRunning) = (joined, true);
        _step = new StepView(
            0, kind, slot, 0, 0, cell.Self, cell.Props.Type, message, slot, -1, 0, Hold.None, 0, timerKey);
    }

    private readonly record struct Sent(Mailbox To, object Message, IActorRef? Sender);
}
