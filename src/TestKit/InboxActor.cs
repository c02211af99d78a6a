using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Puts what it receives in a test's inbox.</summary>
internal sealed class InboxActor(Inbox inbox) : UntypedActor
{
    public AutoPilot AutoPilot { get; set; } = AutoPilot.NoAutoPilot;

    /// <summary>What never reaches the inbox.</summary>
    public Func<object, bool>? Ignored { get; set; }

    protected override void OnReceive(object message)
    {
        if (message is InboxCommand command)
        {
            command.Run(this, Context);
            inbox.CommandsDone++;
            return;
        }

        AutoPilot next = AutoPilot.Run(Sender, message);
        AutoPilot = next is KeepRunning ? AutoPilot : next;
        if (Ignored?.Invoke(message) != true)
        {
            inbox.Add(new Received(message, Sender));
        }
    }
}

/// <summary>What a test has its actor do; it takes its turn among the messages that the actor receives.</summary>
internal sealed record InboxCommand(Action<InboxActor, IActorContext> Run);
