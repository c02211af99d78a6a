using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>A message that a test received.</summary>
internal readonly record struct Received(object Message, IActorRef Sender);

/// <summary>What a test actor received and the test has not yet looked at.</summary>
internal sealed class Inbox
{
    private readonly Lock _gate = new();
    private readonly Queue<Received> _received = new();
    private int _commandsDone;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _received.Count == 0;
            }
        }
    }

    /// <summary>How many commands of the test its actor has carried out.</summary>
    public int CommandsDone
    {
        get => Volatile.Read(ref _commandsDone);
        set => Volatile.Write(ref _commandsDone, value);
    }

    /// <summary>How many messages came, taken or not.</summary>
    public long ReceivedCount { get; private set; }

    public void Add(Received received)
    {
        lock (_gate)
        {
            ReceivedCount++;
            _received.Enqueue(received);
        }
    }

    public bool TryPeek(out Received received)
    {
        lock (_gate)
        {
            return _received.TryPeek(out received);
        }
    }

    public bool TryTake(out Received received)
    {
        lock (_gate)
        {
            return _received.TryDequeue(out received);
        }
    }
}
