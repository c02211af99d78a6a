namespace PhyrActors.Runtime;

/// <summary>The reference that swallows every message.</summary>
public sealed class Nobody : IInternalActorRef
{
    public static readonly Nobody Instance = new();

    private Nobody()
    {
    }

    public ActorPath Path { get; } = ActorPath.Root("all-systems").Child("Nobody");

    public void Tell(object message, IActorRef sender)
    {
    }

    void IInternalActorRef.SendSystem(SystemMessage message)
    {
    }

    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    public int CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => 0;
}
