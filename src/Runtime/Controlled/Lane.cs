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
internal sealed class Lane(Node from, Node to, LaneKind kind, int number)
{
    // Made with the first message: most lanes of a short run carry none.
    private Pending[] _ring = [];
    private int _head;

    public Node From { get; } = from;

    public Node To { get; } = to;

    public LaneKind Kind { get; } = kind;

    /// <summary>Which lane of its system this is, in the order of their making.</summary>
    public int Number { get; } = number;

    public int Count { get; private set; }

    /// <summary>Where the agenda keeps this lane while it is not empty; -1 otherwise.</summary>
    public int Slot { get; set; } = -1;

    public long LatencyNanoseconds { get; set; }

    public long LastArrival { get; set; }

    public ref Pending Head => ref _ring[_head];

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

    public void Push(in Pending pending)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = pending;
        Count++;
    }

    public void Pop(out Pending pending)
    {
        pending = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
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
