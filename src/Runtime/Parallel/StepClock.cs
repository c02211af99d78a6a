using System.Runtime.InteropServices;
using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>Makes whole steps of an actor's deliveries on real threads: names them and joins their clocks at their
/// beginning, and lets go what they sent at their end, after the sink has seen them. Used from the actor's own turn
/// only.</summary>
/// <remarks>Identities are those of a controlled system, so that it can run a recording again.</remarks>
/// <param name="steps">What all actors of the system share.</param>
/// <param name="cell">The actor.</param>
/// <param name="identity">The actor's identity.</param>
/// <param name="born">The clock of the step that made the actor; empty for the world outside.</param>
internal sealed class StepClock(StepBook steps, ActorCell cell, ulong identity, int[] born)
{
    private readonly int _slot = steps.TakeSlot();
    private readonly List<object> _events = [];
    private readonly List<StepChoice> _choices = [];
    private readonly List<Sent> _sent = [];
    private readonly Dictionary<(Mailbox To, ulong Salt), int> _ordinals = [];
    private SplitMix64 _chooses = steps.ChoicesOf(identity);
    private int _index;
    private int _creations;
    private int _timers;
    private int _unstashed;
    private bool _isVoid;
    private StepView _step;

    /// <summary>A step is under way: what is sent waits for its end.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The clock of the latest step; never changed once made.</summary>
    public int[] Clock { get; private set; } = born;

    public ulong Identity => identity;

    /// <returns>The message itself.</returns>
    public object Begin(object message)
    {
        ClockedMessage clocked = (ClockedMessage)message;

        // A timer that was cancelled while its tick was on the way: a controlled run has no such delivery.
        _isVoid = clocked.Message is TimerMessage late && cell.TimerTable?.IsLive(late) == false;
        if (clocked.Message is TimerMessage tick)
        {
            Begin(clocked, StepKind.Timer, tick.Message, tick.Key);
        }
        else
        {
            Begin(clocked, StepKind.Message, clocked.Message, null);
        }

        return clocked.Message;
    }

    public void BeginSystem(ClockedMessage message)
    {
        _isVoid = false;
        StepKind kind = message.Message is CreateRequest ? StepKind.Creation : StepKind.System;
        Begin(message, kind, message.Message, null);
    }

    public void Publish(object @event) => _events.Add(@event);

    public void Send(Mailbox to, object message, IActorRef? sender, ulong salt) =>
        _sent.Add(new Sent(to, message, sender, salt));

    public int Choose(string site, int count, double probability)
    {
        int chosen = probability > 0 && _chooses.NextDouble() < probability ? 1 + _chooses.Below(count - 1) : 0;
        _choices.Add(new StepChoice(site, count, chosen));
        return chosen;
    }

    /// <summary>The identity of an actor that the running step makes.</summary>
    public ulong NextActor() => Identities.OfActor(_step.Id, _creations++);

    /// <summary>The identity of a timer that the running step starts.</summary>
    public ulong NextTimer(object key) => Identities.OfTimer(_step.Id, _timers++, key.ToString() ?? string.Empty);

    /// <summary>The running step takes a message from the stash.</summary>
    public ClockedMessage Unstash(object message) =>
        new(message, Identities.OfUnstashed(_step.Id, _unstashed++), Clock);

    public void End()
    {
        if (!_isVoid)
        {
            steps.Show(_step, new Epoch(_slot, _index), Clock, _events, _choices);
        }

        _events.Clear();
        _choices.Clear();
        IsRunning = false;
        foreach (Sent sent in _sent)
        {
            ref int ordinal = ref CollectionsMarshal.GetValueRefOrAddDefault(_ordinals, (sent.To, sent.Salt), out _);
            ulong id = Identities.OfMessage(_step.Id, sent.To.Steps!.Identity, sent.Salt, ordinal++);
            sent.To.PostClocked(new ClockedMessage(sent.Message, id, Clock), sent.Sender);
        }

        _sent.Clear();
        _ordinals.Clear();
    }

    private void Begin(ClockedMessage cause, StepKind kind, object shown, object? timerKey)
    {
        int[] joined = new int[Math.Max(Math.Max(Clock.Length, cause.Clock.Length), _slot + 1)];
        Clock.CopyTo(joined, 0);
        for (int i = 0; i < cause.Clock.Length; i++)
        {
            joined[i] = Math.Max(joined[i], cause.Clock[i]);
        }

        joined[_slot] = ++_index;
        (Clock, IsRunning) = (joined, true);
        (_creations, _timers, _unstashed) = (0, 0, 0);
        _step = new StepView(
            kind == StepKind.Creation ? Identities.OfCreation(identity) : cause.Id,
            kind,
            _slot,
            identity,
            0,
            cell.Self,
            cell.Props.Type,
            shown,
            _slot,
            -1,
            0,
            Hold.None,
            0,
            timerKey);
    }

    private readonly record struct Sent(Mailbox To, object Message, IActorRef? Sender, ulong Salt);
}
