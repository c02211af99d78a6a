namespace PhyrActors.Runtime;

/// <summary>The reference of an actor of this process; outlives the actor, whose messages then are dead
/// letters.</summary>
internal sealed class LocalActorRef(ActorCell cell) : IInternalActorRef
{
    private ActorPath? _path;

    public ActorCell Cell { get; } = cell;

    LocalActorRef? IInternalActorRef.Local => this;

    ActorSystem? IInternalActorRef.System => Cell.System;

    public ActorPath Path => _path ??= Cell.ParentCell is { } parent
        ? parent.Self.Path.Child(Cell.Name)
        : ActorPath.Root(Cell.System.Name).Child(Cell.Name);

    public void Tell(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Cell.System.Send(Cell, message, sender);
    }

    public void SendSystem(SystemMessage message) => Cell.System.SendSystem(Cell, message);

    public bool Equals(IActorRef? other) =>
        ReferenceEquals(this, other) || ReferenceEquals(this, (other as IInternalActorRef)?.Local);

    public int CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    public override bool Equals(object? obj) => Equals(obj as IActorRef);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Cell.Name);

    public override string ToString() => $"[{Path}]";
}
