using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Puts what it receives in a test's inbox.</summary>
internal sealed class InboxActor(Inbox inbox) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchCommand command:
                if (command.Watch)
                {
                    Context.Watch(command.Subject);
                }
                else
                {
                    Context.Unwatch(command.Subject);
                }

                inbox.WatchRequests++;
                break;
            default:
                inbox.Add(new Received(message, Sender));
                break;
        }
    }

    internal sealed record WatchCommand(IActorRef Subject, bool Watch);
}
