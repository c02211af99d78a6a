namespace PhyrActors.Runtime;

/// <summary>Messages that an actor put aside.</summary>
public interface IStash
{
    int Count { get; }

    bool IsEmpty { get; }

    bool NonEmpty { get; }

    /// <exception cref="IllegalActorStateException">The message being handled was stashed already.</exception>
    void Stash();

    /// <summary>Puts the oldest stashed message in front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts every stashed message in front of the mailbox, oldest first.</summary>
    void UnstashAll();

    IEnumerable<StashedMessage> ClearStash();
}

/// <summary>A message with its sender, put aside.</summary>
public readonly record struct StashedMessage(object Message, IActorRef? Sender);

/// <summary>Asks the runtime to fill <see cref="Stash"/> in.</summary>
public interface IWithUnboundedStash
{
    IStash Stash { get; set; }
}
