namespace PhyrActors.Actors;

/// <summary>A kernel lock as its owner sees it: whoever needs it and does not get it waits in the order of
/// asking.</summary>
/// <remarks>A deferred message comes again to the actor itself as
/// <see cref="Granted"/>, with the token already its own. docs/tokens.md says what each token defers and what it never
/// does.</remarks>
internal sealed class Token
{
    private readonly Queue<(object Message, IActorRef Sender)> _waiting = new();

    public bool IsHeld { get; private set; }

    /// <summary>Takes the token, or has the message wait for it.</summary>
    public bool TryTake(object message, IActorRef sender)
    {
        if (IsHeld)
        {
            _waiting.Enqueue((message, sender));
            return false;
        }

        IsHeld = true;
        return true;
    }

    /// <summary>Gives the token to the first that waits, or frees it.</summary>
    public void Release(IActorRef self)
    {
        if (!IsHeld)
        {
            throw new InvariantException("A token that nobody holds was released.");
        }

        IsHeld = _waiting.TryDequeue(out (object Message, IActorRef Sender) next);
        if (IsHeld)
        {
            self.Tell(new Granted(next.Message), next.Sender);
        }
    }
}

/// <summary>A message that waited for a token and now has it.</summary>
internal sealed record Granted(object Message);
