namespace PhyrActors.Runtime;

/// <summary>Takes messages for one actor from any thread.</summary>
internal interface IMailbox
{
    void Post(object message, IActorRef? sender);
}

/// <summary>The reference of an actor of this process; outlives the actor, whose messages then are dead
/// letters.</summary>
internal sealed class LocalActorRef(ActorCell cell) : IInternalActorRef
{
    private ActorPath? _path;

    public ActorCell Cell { get; } = cell;

    /// <summary>Where messages go at once; null when the system itself decides about their order.</summary>
    /// <remarks>Here and not in the cell, whose memory its own actor writes for each message: other threads that send
    /// to it would wait for that.</remarks>
    public IMailbox? Mailbox { get; set; }

    LocalActorRef? IInternalActorRef.Local => this;

    ActorSystem? IInternalActorRef.System => Cell.System;

    public ActorPath Path => _path ??= Cell.ParentCell is { } parent
        ? parent.Self.Path.Child(Cell.Name)
        : ActorPath.Root(Cell.System.Name).Child(Cell.Name);

    public void Tell(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Mailbox is { } mailbox)
        {
            mailbox.Post(message, sender);
        }
        else
        {
            Cell.System.Send(Cell, message, sender);
        }
    }

    public void SendSystem(SystemMessage message) => Cell.System.SendSystem(Cell, message);

    public bool Equals(IActorRef? other) =>
        ReferenceEquals(this, other) || ReferenceEquals(this, (other as IInternalActorRef)?.Local);

    public int CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    public override bool Equals(object? obj) => Equals(obj as IActorRef);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Cell.Name);

    public override string ToString() => $"[{Path}]";
}
