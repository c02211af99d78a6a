using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>What a lane carries.</summary>
internal enum LaneKind
{
    User,
    System,

    /// <summary>Unstashed messages: in front of every user lane.</summary>
    Front,

    Timer,
}

/// <summary>A message on its way.</summary>
internal struct Pending
{
    public object Message;
    public IActorRef? Sender;
    public ulong Id;

    /// <summary>Simulated: when it arrives. Explored: the sender's time.</summary>
    public long At;

    public int[]? Clock;

    /// <summary>The sending step's number at its actor.</summary>
    public int SentAt;

    /// <summary>Explored: the sending step's number in the run; 0 for the world outside.</summary>
    public int Cause;
}

/// <summary>A first-in-first-out channel from one actor to another.</summary>
internal sealed class Lane(Node from, Node to, LaneKind kind)
{
    // A lane that once had more waiting does not keep the room for the next run.
    private const int KeptMax = 1024;

    // Made with the first message: most lanes of a short run carry none.
    private Pending[] _ring = [];
    private int _head;

    public Node From { get; } = from;

    public Node To { get; } = to;

    public LaneKind Kind { get; } = kind;

    /// <summary>Which lane of its run this is, in the order of their first use; -1 before that.</summary>
    public int Number { get; set; } = -1;

    public int Count { get; private set; }

    /// <summary>Where the agenda keeps this lane while it is not empty; -1 otherwise.</summary>
    public int Slot { get; set; } = -1;

    public long LatencyNanoseconds { get; set; }

    public long LastArrival { get; set; }

    public ref Pending Head => ref _ring[_head];

    public ref Pending Last => ref _ring[(_head + Count - 1) & (_ring.Length - 1)];

    private ulong _sendingStep;
    private int _sentInStep;

    /// <summary>Which message of the step <paramref name="step"/> in this lane the next one is, from 0.</summary>
    public int NextOrdinal(ulong step)
    {
        if (_sendingStep != step)
        {
            (_sendingStep, _sentInStep) = (step, 0);
        }

        return _sentInStep++;
    }

    public void Push(in Pending pending) => Append() = pending;

    /// <summary>Makes room for a message behind all others; whoever asks fills every field.</summary>
    public ref Pending Append()
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        Pending[] ring = _ring;
        return ref ring[(_head + Count++) & (ring.Length - 1)];
    }

    public void Pop(out Pending pending)
    {
        ref Pending head = ref _ring[_head];
        pending = head;
        (head.Message, head.Sender, head.Clock) = (null!, null, null);
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    /// <summary>A hash of what waits, in its order; 0 when nothing does.</summary>
    public ulong HashMessages()
    {
        if (Count == 0)
        {
            return 0;
        }

        ulong hash = SplitMix64.Mix(ControlledSystem.HashOf(From.Cell?.Self), ControlledSystem.HashOf(To.Cell?.Self));
        hash = SplitMix64.Mix(hash, (ulong)Kind);
        for (int i = 0; i < Count; i++)
        {
            ref Pending pending = ref _ring[(_head + i) & (_ring.Length - 1)];
            hash = SplitMix64.Mix(hash, SplitMix64.Hash($"{pending.Message.GetType().Name} {pending.Message}"));
            hash = SplitMix64.Mix(hash, ControlledSystem.HashOf(pending.Sender));
        }

        return hash;
    }

    /// <summary>The run is over; what still waits is gone.</summary>
    public void Clear()
    {
        if (_ring.Length > KeptMax)
        {
            _ring = [];
        }
        else if (Count > 0)
        {
            Array.Clear(_ring);
        }

        (_head, Count, Number, Slot) = (0, 0, -1, -1);
        (LatencyNanoseconds, LastArrival, _sendingStep, _sentInStep) = (0, 0, 0, 0);
    }

    private void Grow()
    {
        Pending[] larger = new Pending[Math.Max(2, _ring.Length * 2)];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        (_ring, _head) = (larger, 0);
    }
}
