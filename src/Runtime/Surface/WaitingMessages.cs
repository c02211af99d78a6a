namespace PhyrActors.Runtime;

/// <summary>Messages that wait for an actor.</summary>
/// <param name="Receiver">The actor.</param>
/// <param name="Sender">Whose handler sent them; null for the world outside, and where mailboxes are not kept
/// apart.</param>
/// <param name="Count">How many.</param>
/// <param name="Next">The class of the first; null where that cannot be read.</param>
public sealed record WaitingMessages(IActorRef Receiver, IActorRef? Sender, int Count, Type? Next)
{
    public override string ToString()
    {
        string from = Sender is null ? string.Empty : $" from {Sender.Path.ToStringWithoutAddress()}";
        string next = Next is null ? string.Empty : $", next {Next.Name}";
        return $"{Receiver.Path.ToStringWithoutAddress()}: {Count} waiting{from}{next}";
    }
}
