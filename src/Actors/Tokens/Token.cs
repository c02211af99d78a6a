namespace PhyrActors.Actors;

/// <summary>A kernel lock as its owner sees it: whoever needs it and does not get it waits in the order of
/// asking.</summary>
/// <remarks>A deferred message comes again to the actor itself as
/// <see cref="Granted"/>, with the token already its own. docs/tokens.md says what each token defers and what it never
/// does. Who holds it and who waits is told on the event stream as long as somebody waits, as of a
/// <see cref="SharedToken"/>.</remarks>
/// <param name="name">The lock, and whose it is.</param>
/// <param name="events">Where waiting is told.</param>
internal sealed class Token(string name, EventStream events)
{
    private readonly Queue<(object Message, IActorRef Sender)> _waiting = new();
    private object? _holder;

    public bool IsHeld => _holder is not null;

    /// <summary>Takes the token, or has the message wait for it.</summary>
    public bool TryTake(object message, IActorRef sender)
    {
        if (IsHeld)
        {
            _waiting.Enqueue((message, sender));
            Publish();
            return false;
        }

        _holder = message;
        return true;
    }

    /// <summary>Gives the token to the first that waits, or frees it.</summary>
    public void Release(IActorRef self)
    {
        if (!IsHeld)
        {
            throw new InvariantException($"Nobody holds {name}, and it was released.");
        }

        bool isWaitedFor = _waiting.TryDequeue(out (object Message, IActorRef Sender) next);
        _holder = next.Message;
        if (isWaitedFor)
        {
            self.Tell(new Granted(next.Message), next.Sender);
            Publish();
        }
    }

    private void Publish() => events.Publish(new TokenContended(
        name,
        [Operations.UserOf(_holder!, process: 0)],
        [.. _waiting.Select(static one => Operations.UserOf(one.Message, process: 0))]));
}

/// <summary>A message that waited for a token and now has it.</summary>
internal sealed record Granted(object Message);
