namespace PhyrActors.Runtime;

/// <summary>Actors that kept sending to each other, or to themselves, until a run reached its limit.</summary>
/// <param name="Edges">Who sent what to whom, the most frequent first.</param>
/// <param name="Steps">How many of the latest steps were looked at.</param>
public sealed record MessageCycle(IReadOnlyList<MessageCycleEdge> Edges, int Steps)
{
    private const int NamedMax = 6;

    /// <summary>For people: the latest steps, and who sends what to whom in them.</summary>
    public override string ToString()
    {
        string named = string.Join("; ", Edges.Take(NamedMax));
        string more = Edges.Count > NamedMax ? $"; and {Edges.Count - NamedMax} more" : string.Empty;
        return $"no end in sight, in the last {Steps} steps {named}{more}";
    }
}

/// <summary>One way in which messages of a cycle go.</summary>
/// <param name="Sender">Whose handler sent.</param>
/// <param name="Receiver">Who got it.</param>
/// <param name="Message">The class of the messages.</param>
/// <param name="Timer">They are ticks of the actor's own timer.</param>
/// <param name="Deliveries">How many there were.</param>
public readonly record struct MessageCycleEdge(
    IActorRef Sender, IActorRef Receiver, Type Message, bool Timer, int Deliveries)
{
    public override string ToString()
    {
        string sender = Sender.Path.ToStringWithoutAddress();
        string way = Timer ? $"timer of {sender}" : $"{sender} to {Receiver.Path.ToStringWithoutAddress()}";
        return $"{way}: {Message.Name} ({Deliveries})";
    }
}
