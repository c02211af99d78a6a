namespace PhyrActors.Actors;

/// <summary>A reader-writer lock as a token: many readers or one writer, served in the order of asking.</summary>
/// <remarks>Who holds it and who waits is told on the event stream as long as somebody waits: what still waits in the
/// end waits for ever.</remarks>
/// <param name="name">The lock, and whose it is.</param>
/// <param name="process">Whose it is, for operations of which a process has one at a time.</param>
/// <param name="events">Where waiting is told.</param>
internal sealed class SharedToken(string name, int process, EventStream events)
{
    private readonly Queue<(object Message, IActorRef Sender, bool Write)> _waiting = new();
    private readonly List<TokenUser> _holders = [];
    private bool _written;

    /// <summary>Whether a reader would get it at once.</summary>
    public bool IsReadable => !_written && _waiting.Count == 0;

    /// <summary>Who holds it, and how many wait.</summary>
    public override string ToString()
    {
        string held = _written ? "written" : _holders.Count > 0 ? $"{_holders.Count} readers" : "free";
        return _waiting.Count == 0 ? held : $"{held}, {_waiting.Count} waiting";
    }

    public bool TryRead(object message, IActorRef sender) =>
        TryTake(message, sender, write: false, IsReadable);

    public bool TryWrite(object message, IActorRef sender) =>
        TryTake(message, sender, write: true, isFree: _holders.Count == 0 && _waiting.Count == 0);

    /// <summary>Gives back what a message has taken, or waited for and got.</summary>
    public void Release(object message, IActorRef self) => Release(Operations.UserOf(message, process), self);

    public void Release(TokenUser holder, IActorRef self)
    {
        if (!_holders.Remove(holder))
        {
            throw new InvariantException($"{holder} gives {name} back and does not hold it.");
        }

        _written = false;
        bool isWaitedFor = _waiting.Count > 0;
        while (!_written && _waiting.TryPeek(out (object Message, IActorRef Sender, bool Write) next)
            && (!next.Write || _holders.Count == 0))
        {
            _waiting.Dequeue();
            Hold(next.Message, next.Write);
            self.Tell(new Granted(next.Message), next.Sender);
        }

        if (isWaitedFor)
        {
            Publish();
        }
    }

    private bool TryTake(object message, IActorRef sender, bool write, bool isFree)
    {
        if (isFree)
        {
            Hold(message, write);
        }
        else
        {
            _waiting.Enqueue((message, sender, write));
            Publish();
        }

        return isFree;
    }

    private void Hold(object message, bool write)
    {
        _written = write;
        _holders.Add(Operations.UserOf(message, process));
    }

    private void Publish() => events.Publish(new TokenContended(
        name, [.. _holders], [.. _waiting.Select(one => Operations.UserOf(one.Message, process))]));
}
