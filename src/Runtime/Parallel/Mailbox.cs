using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>What waits for one actor of a parallel system, and the turns in which a pool thread works it off.</summary>
/// <remarks>One lock guards what senders touch: both queues and whether a turn is due. So "nothing waits, I rest" and
/// "something waits, you are due" cannot miss each other, and an actor is never due twice. No code of actors runs
/// under it. A dead actor's mailbox works on: what it takes then are dead letters.</remarks>
internal sealed class Mailbox(ParallelSystem system, ActorCell cell, Lock? turnstile) : IThreadPoolWorkItem
{
    // Pool threads run the work that they made last first; a pair of actors that wake each other could keep a thread
    // for ever, so now and then an actor queues up behind all others.
    private const int TurnsBetweenQueueing = 64;

    private SpinGate _gate;
    private readonly Queue<SystemMessage> _system = new();
    private LetterQueue _incoming;
    private LetterQueue _taken;
    private volatile int _systemCount;
    private bool _due;
    private int _turns;
    private SplitMix64 _random;
    private bool _seeded;

    public ActorCell Cell => cell;

    /// <summary>Messages delivered so far; exact once the actor rests.</summary>
    public long Deliveries { get; private set; }

    /// <summary>The system's registration of this mailbox.</summary>
    public LinkedListNode<Mailbox>? Registration { get; set; }

    private bool IsBlocked => cell.IsSuspended && !cell.IsTerminated;

    public void Post(object message, IActorRef? sender)
    {
        _gate.Enter();
        _incoming.Append(new Letter(message, sender));
        bool wakes = !_due;
        _due = true;
        _gate.Exit();

        if (wakes)
        {
            Wake();
        }
    }

    public void PostSystem(SystemMessage message)
    {
        _gate.Enter();
        _system.Enqueue(message);
        _systemCount++;
        bool wakes = !_due;
        _due = true;
        _gate.Exit();

        if (wakes)
        {
            Wake();
        }
    }

    /// <summary>Puts messages in front; called from the actor's own turn only.</summary>
    public void Prepend(IReadOnlyList<StashedMessage> messages) => _taken.Prepend(messages);

    /// <summary>The actor's generator; used from its own turn only.</summary>
    public ref SplitMix64 Random
    {
        get
        {
            if (!_seeded)
            {
                (_random, _seeded) = (system.GeneratorOf(cell.Self.Path), true);
            }

            return ref _random;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (turnstile is null)
        {
            TakeTurn();
            return;
        }

        lock (turnstile)
        {
            TakeTurn();
        }
    }

    private void Wake()
    {
        system.Activity.MailboxWoke();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: _turns % TurnsBetweenQueueing != 0);
    }

    private void TakeTurn()
    {
        _turns = (_turns + 1) % TurnsBetweenQueueing;
        int left = system.Throughput;
        while (left > 0)
        {
            RunSystemMessages();
            if (!IsBlocked && !_taken.IsEmpty)
            {
                left--;
                Letter letter = _taken.Take();
                Deliveries++;
                cell.Invoke(letter.Message, letter.Sender);
            }
            else if (!TryRefill())
            {
                system.Activity.MailboxRests();
                return;
            }
        }

        RunSystemMessages();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>False when nothing can be done: the mailbox rests, and this thread may touch the actor no
    /// more.</summary>
    private bool TryRefill()
    {
        _gate.Enter();
        bool canTake = !IsBlocked && !_incoming.IsEmpty;
        if (canTake)
        {
            (_taken, _incoming) = (_incoming, _taken);
        }

        bool due = canTake || _systemCount > 0;
        _due = due;
        _gate.Exit();
        return due;
    }

    private void RunSystemMessages()
    {
        while (_systemCount > 0)
        {
            _gate.Enter();
            SystemMessage message = _system.Dequeue();
            _systemCount--;
            _gate.Exit();

            Deliveries++;
            cell.InvokeSystem(message);
        }
    }
}
