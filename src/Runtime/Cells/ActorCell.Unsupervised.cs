namespace PhyrActors.Runtime;

internal sealed partial class ActorCell
{
    /// <summary>Runs one message on the thread of a test and lets what it throws go to the caller.</summary>
    public void InvokeUnsupervised(object message, IActorRef? sender)
    {
        ActorCell? outer = s_current;
        s_current = this;
        Sender = sender ?? System.DeadLetters;
        try
        {
            Dispatch(message);
        }
        finally
        {
            _message = null;
            _stash?.DeliveryEnded();
            Sender = System.DeadLetters;
            s_current = outer;
        }
    }
}
