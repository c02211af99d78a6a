using System.Runtime.InteropServices;
using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>What waits for one actor of a parallel system, and the turns in which a pool thread works it off.</summary>
/// <remarks>One lock guards what senders touch: both queues and whether a turn is due. So "nothing waits, I rest" and
/// "something waits, you are due" cannot miss each other, and an actor is never due twice. No code of actors runs
/// under it. A dead actor's mailbox works on: what it takes then are dead letters.
/// <para>The layout is explicit because what senders write for each message must not share a cache line with what the
/// receiver reads for each message: what is seldom used lies between the two.</para></remarks>
[StructLayout(LayoutKind.Explicit)]
internal sealed class Mailbox : IMailbox, IThreadPoolWorkItem
{
    // Pool threads run the work that they made last first; a pair of actors that wake each other could keep a thread
    // for ever, so now and then an actor queues up behind all others.
    private const int TurnsBetweenQueueing = 64;

    [FieldOffset(0)]
    private LetterQueue _incoming;

    [FieldOffset(16)]
    private SpinGate _gate;

    [FieldOffset(20)]
    private bool _due;

    [FieldOffset(21)]
    private readonly bool _takesTurnstile;

    [FieldOffset(24)]
    private ActorRandom? _random;

    [FieldOffset(32)]
    private Mailbox? _older;

    [FieldOffset(40)]
    private readonly ParallelSystem _parallel;

    // Where the activity counts this mailbox while a turn is due.
    [FieldOffset(48)]
    private int _stripe;

    [FieldOffset(52)]
    private int _turns;

    // Null when empty; read without the lock, to see whether there is any.
    [FieldOffset(56)]
    private volatile Queue<object>? _system;

    [FieldOffset(64)]
    private readonly ActorCell _cell;

    [FieldOffset(72)]
    private LetterQueue _taken;

    [FieldOffset(88)]
    private long _deliveries;

    [FieldOffset(96)]
    private Mailbox? _newer;

    // Null where no clocks are kept.
    [FieldOffset(104)]
    private readonly StepClock? _steps;

    /// <param name="system">The actor's system.</param>
    /// <param name="cell">The actor.</param>
    /// <param name="takesTurnstile">Whether others touch the actor, under the system's turnstile.</param>
    /// <param name="steps">The actor's clock; null where none are kept.</param>
    public Mailbox(ParallelSystem system, ActorCell cell, bool takesTurnstile, StepClock? steps) =>
        (_parallel, _cell, _takesTurnstile, _steps) = (system, cell, takesTurnstile, steps);

    public ActorCell Cell => _cell;

    public StepClock? Steps => _steps;

    /// <summary>Messages delivered so far; exact once the actor rests.</summary>
    public long Deliveries => _deliveries;

    /// <summary>How many user messages wait; exact once the actor rests or is stuck.</summary>
    public int Waiting => Math.Max(0, _incoming.Count) + Math.Max(0, _taken.Count);

    /// <summary>A neighbour in the system's registry, and its to change.</summary>
    public ref Mailbox? Older => ref _older;

    public ref Mailbox? Newer => ref _newer;

    /// <summary>The actor's generator; used from its own turn only.</summary>
    public ref SplitMix64 Random => ref (_random ??= new ActorRandom(_parallel.GeneratorOf(this))).Numbers;

    private bool IsBlocked => _cell.IsSuspended && !_cell.IsTerminated;

    public void Post(object message, IActorRef? sender)
    {
        _gate.Enter();
        bool wakes = !_due;
        if (wakes && _incoming.IsEmpty && _taken.IsEmpty)
        {
            // Nobody takes while the actor rests, so its next turn can begin without asking for more.
            _taken.Append(new Letter(message, sender));
        }
        else
        {
            _incoming.Append(new Letter(message, sender));
        }

        _due = true;
        _gate.Exit();

        if (wakes)
        {
            Wake();
        }
    }

    /// <summary>Where steps are followed.</summary>
    public void PostClocked(ClockedMessage message, IActorRef? sender)
    {
        if (message.Message is SystemMessage)
        {
            PostSystem(message);
        }
        else
        {
            Post(message, sender);
        }
    }

    /// <param name="message">What goes ahead of user messages: a message of the runtime, or one with its
    /// clock.</param>
    public void PostSystem(object message)
    {
        _gate.Enter();
        (_system ??= new Queue<object>()).Enqueue(message);
        bool wakes = !_due;
        _due = true;
        _gate.Exit();

        if (wakes)
        {
            Wake();
        }
    }

    /// <summary>Puts messages in front; called from the actor's own turn only.</summary>
    public void Prepend(IReadOnlyList<StashedMessage> messages) => _taken.Prepend(_steps is null
        ? messages
        : [.. messages.Select(stashed => stashed with { Message = _steps.Unstash(stashed.Message) })]);

    /// <summary>Hands all that waits now to an actor that has just ended, which makes dead letters of it; called from
    /// its own turn only.</summary>
    public void ReportLeft()
    {
        HandOverTaken();
        _gate.Enter();
        (_taken, _incoming) = (_incoming, _taken);
        _gate.Exit();
        HandOverTaken();
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (!_takesTurnstile)
        {
            TakeTurn();
            return;
        }

        lock (_parallel.Turnstile)
        {
            TakeTurn();
        }
    }

    private void HandOverTaken()
    {
        while (!_taken.IsEmpty)
        {
            (object message, IActorRef? sender) = _taken.Take();
            _cell.Receive(ClockedMessage.Unwrap(message), sender);
        }
    }

    private void Wake()
    {
        _stripe = _parallel.Activity.MailboxWoke();
        QueueTurn();
    }

    private void QueueTurn() =>
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: _turns % TurnsBetweenQueueing != 0);

    private void TakeTurn()
    {
        ref ActorCell? current = ref ActorCell.OfThisThread;
        current = _cell;
        Deliver(_parallel.Throughput);
        current = null;
    }

    private void Deliver(int left)
    {
        _turns = (_turns + 1) % TurnsBetweenQueueing;
        while (left > 0)
        {
            RunSystemMessages();
            if (!IsBlocked && !_taken.IsEmpty)
            {
                left--;
                _deliveries++;
                (object message, IActorRef? sender) = _taken.Take();
                if (_steps is null)
                {
                    _cell.Receive(message, sender);
                }
                else
                {
                    _cell.Receive(_steps.Begin(message), sender);
                    _steps.End();
                }
            }
            else if (!TryRefill(out int stripe))
            {
                _parallel.Activity.MailboxRests(stripe);
                return;
            }
        }

        RunSystemMessages();
        QueueTurn();
    }

    /// <summary>False when nothing can be done: the mailbox rests, and this thread may touch the actor no
    /// more.</summary>
    private bool TryRefill(out int stripe)
    {
        stripe = _stripe;
        _gate.Enter();
        bool canTake = !IsBlocked && !_incoming.IsEmpty;
        if (canTake)
        {
            (_taken, _incoming) = (_incoming, _taken);
        }

        bool due = canTake || _system is not null;
        _due = due;
        _gate.Exit();
        return due;
    }

    private void RunSystemMessages()
    {
        while (_system is not null)
        {
            _gate.Enter();
            object message = _system.Dequeue();
            if (_system.Count == 0)
            {
                _system = null;
            }

            _gate.Exit();

            _deliveries++;
            if (_steps is null)
            {
                _cell.InvokeSystem((SystemMessage)message);
            }
            else
            {
                ClockedMessage clocked = (ClockedMessage)message;
                _steps.BeginSystem(clocked);
                _cell.InvokeSystem((SystemMessage)clocked.Message);
                _steps.End();
            }
        }
    }
}
