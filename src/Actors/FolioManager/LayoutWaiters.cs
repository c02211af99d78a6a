namespace PhyrActors.Actors;

/// <summary>Cuts that wait for pages of their file to be nobody's but the file's; who waits for what is told on the
/// event stream.</summary>
/// <param name="events">Where it is told.</param>
/// <param name="isIdle">Whether a folio is nobody's but the file's.</param>
internal sealed class LayoutWaiters(EventStream events, Func<Pfn, bool> isIdle)
{
    private readonly List<(Pfn Head, object Message, IActorRef Sender)> _waiting = [];

    public void Wait(Pfn head, object message, IActorRef sender)
    {
        _waiting.Add((head, message, sender));
        Publish(head);
    }

    /// <summary>Has those look again whose folio is idle.</summary>
    public void Wake(IActorRef self)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        (Pfn Head, object Message, IActorRef Sender)[] woken = [.. _waiting.Where(one => isIdle(one.Head))];
        _waiting.RemoveAll(one => isIdle(one.Head));
        foreach ((Pfn head, object message, IActorRef sender) in woken)
        {
            Publish(head);
            self.Tell(message, sender);
        }
    }

    private void Publish(Pfn head) => events.Publish(new TokenContended(
        $"layout of {head}",
        [],
        [.. _waiting.Where(one => one.Head == head).Select(static one => Operations.UserOf(one.Message, 0))]));
}
