namespace PhyrActors.Actors;

/// <summary>Who has the lock of which folio, and who waits for one.</summary>
/// <remarks>Whoever waits is woken when any lock is given back and looks again, since the folio may be another by then.
/// Who waits for whom is told on the event stream.</remarks>
internal sealed class FolioLocks(EventStream events)
{
    private readonly Dictionary<Pfn, TokenUser> _holders = [];
    private readonly List<(Pfn Head, object Message, IActorRef Sender)> _waiting = [];

    public void Take(Pfn head, TokenUser holder) => _holders[head] = holder;

    public void Wait(Pfn head, object message, IActorRef sender)
    {
        _waiting.Add((head, message, sender));
        Publish(head);
    }

    /// <summary>Gives back all that one holds.</summary>
    public void Release(TokenUser holder, IActorRef self)
    {
        foreach ((Pfn head, _) in _holders.Where(held => held.Value == holder).ToArray())
        {
            _holders.Remove(head);
        }

        Wake(self);
    }

    /// <summary>Has all that wait look again.</summary>
    public void Wake(IActorRef self)
    {
        (Pfn Head, object Message, IActorRef Sender)[] woken = [.. _waiting];
        _waiting.Clear();
        foreach ((Pfn head, object message, IActorRef sender) in woken)
        {
            Publish(head);
            self.Tell(message, sender);
        }
    }

    private void Publish(Pfn head) => events.Publish(new TokenContended(
        $"folio lock of {head}",
        _holders.TryGetValue(head, out TokenUser holder) ? [holder] : [],
        [.. _waiting.Where(one => one.Head == head).Select(static one => Operations.UserOf(one.Message, 0))]));
}
