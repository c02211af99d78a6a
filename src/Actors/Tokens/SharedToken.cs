namespace PhyrActors.Actors;

/// <summary>A reader-writer lock as a token: many readers or one writer, served in the order of asking.</summary>
/// <remarks>Whoever waits, and whoever waited, is told on the event stream: what still waits in the end waits for
/// ever.</remarks>
/// <param name="name">The lock, and whose it is.</param>
/// <param name="events">Where waiting is told.</param>
internal sealed class SharedToken(string name, EventStream events)
{
    private readonly Queue<(object Message, IActorRef Sender, bool Write)> _waiting = new();
    private int _readers;
    private bool _written;

    /// <summary>Whether a reader would get it at once.</summary>
    public bool IsReadable => !_written && _waiting.Count == 0;

    /// <summary>Who holds it, and how many wait.</summary>
    public override string ToString()
    {
        string held = _written ? "written" : _readers > 0 ? $"{_readers} readers" : "free";
        return _waiting.Count == 0 ? held : $"{held}, {_waiting.Count} waiting";
    }

    public bool TryRead(object message, IActorRef sender)
    {
        if (!IsReadable)
        {
            Enqueue(message, sender, write: false);
            return false;
        }

        _readers++;
        return true;
    }

    public bool TryWrite(object message, IActorRef sender)
    {
        if (_written || _readers > 0 || _waiting.Count > 0)
        {
            Enqueue(message, sender, write: true);
            return false;
        }

        _written = true;
        return true;
    }

    public void ReleaseRead(IActorRef self)
    {
        if (--_readers < 0)
        {
            throw new InvariantException("A read token that nobody holds was released.");
        }

        Grant(self);
    }

    public void ReleaseWrite(IActorRef self)
    {
        if (!_written)
        {
            throw new InvariantException("A write token that nobody holds was released.");
        }

        _written = false;
        Grant(self);
    }

    private void Enqueue(object message, IActorRef sender, bool write)
    {
        _waiting.Enqueue((message, sender, write));
        events.Publish(new TokenWaited(name, message.GetType().Name, _written, _readers));
    }

    private void Grant(IActorRef self)
    {
        while (!_written && _waiting.TryPeek(out (object Message, IActorRef Sender, bool Write) next)
            && (!next.Write || _readers == 0))
        {
            _waiting.Dequeue();
            _written = next.Write;
            _readers += next.Write ? 0 : 1;
            events.Publish(new TokenGranted(name));
            self.Tell(new Granted(next.Message), next.Sender);
        }
    }
}
