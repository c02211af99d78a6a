using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>A test actor beside that of the test; can be passed wherever a reference is wanted.</summary>
public sealed class TestProbe : TestKitBase, IInternalActorRef
{
    internal TestProbe(ActorSystem system, Driver driver, string name)
        : base(system, driver, name)
    {
    }

    public IActorRef Ref => TestActor;

    /// <summary>Who sent the message that the latest expectation took.</summary>
    public IActorRef Sender => LastSender;

    public ActorPath Path => Ref.Path;

    LocalActorRef? IInternalActorRef.Local => ((IInternalActorRef)Ref).Local;

    ActorSystem? IInternalActorRef.System => Sys;

    /// <summary>Sends in the name of this probe.</summary>
    public void Send(IActorRef actor, object message)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Tell(message, Ref);
    }

    /// <summary>Answers the latest message.</summary>
    public void Reply(object message) => Sender.Tell(message, Ref);

    /// <summary>Sends the latest message on, in its sender's name.</summary>
    public void Forward(IActorRef receiver) => Forward(receiver, LastMessage);

    public void Forward(IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, Sender);
    }

    public void Tell(object message, IActorRef sender) => Ref.Tell(message, sender);

    void IInternalActorRef.SendSystem(SystemMessage message) => ((IInternalActorRef)Ref).SendSystem(message);

    public bool Equals(IActorRef? other) => Ref.Equals(other);

    public int CompareTo(IActorRef? other) => Ref.CompareTo(other);

    public override bool Equals(object? obj) => Equals(obj as IActorRef);

    public override int GetHashCode() => Ref.GetHashCode();

    public override string ToString() => Ref.ToString()!;
}
