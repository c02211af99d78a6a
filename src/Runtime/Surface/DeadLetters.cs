namespace PhyrActors.Runtime;

/// <summary>A message that nobody could receive; subscribe to this class for those that few care about as
/// well.</summary>
public abstract record AllDeadLetters(object Message, IActorRef? Sender, IActorRef Recipient);

/// <summary>A message that nobody could receive.</summary>
public sealed record DeadLetter(object Message, IActorRef? Sender, IActorRef Recipient)
    : AllDeadLetters(Message, Sender, Recipient);

/// <summary>A message that nobody could receive and of which that was to be expected.</summary>
public sealed record SuppressedDeadLetter(object Message, IActorRef? Sender, IActorRef Recipient)
    : AllDeadLetters(Message, Sender, Recipient);

/// <summary>Marks a message whose loss is no news.</summary>
public interface IDeadLetterSuppression;

/// <summary>A message that its receiver did not handle.</summary>
public sealed record UnhandledMessage(object Message, IActorRef? Sender, IActorRef Recipient);

/// <summary>Turns what it receives into <see cref="DeadLetter"/> events.</summary>
internal sealed class DeadLetterActorRef(ActorSystem system) : IInternalActorRef
{
    public ActorPath Path => field ??= ActorPath.Root(system.Name).Child("deadLetters");

    ActorSystem? IInternalActorRef.System => system;

    public void Tell(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        DeadLetter letter = message as DeadLetter ?? new DeadLetter(message, sender, this);
        if (letter.Message is ActorSelectionMessage selection)
        {
            letter = letter with { Message = selection.Message };
        }

        switch (letter.Message)
        {
            // The late tick of a dead actor's timer; or the news of a dead letter, for which a dead actor subscribed.
            case TimerMessage or AllDeadLetters:
                break;
            case Identify identify:
                letter.Sender?.Tell(new ActorIdentity(identify.MessageId, null));
                break;
            case IDeadLetterSuppression:
                system.EventStream.Publish(
                    new SuppressedDeadLetter(letter.Message, letter.Sender, letter.Recipient));
                break;
            default:
                system.EventStream.Publish(letter);
                break;
        }
    }

    void IInternalActorRef.SendSystem(SystemMessage message)
    {
    }

    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    public int CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Path.GetHashCode();

    public override string ToString() => $"[{Path}]";
}
