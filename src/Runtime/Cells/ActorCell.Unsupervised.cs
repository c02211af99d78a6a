namespace PhyrActors.Runtime;

internal sealed partial class ActorCell
{
    /// <summary>Runs one message on the thread of a test and lets what it throws go to the caller.</summary>
    public void InvokeUnsupervised(object message, IActorRef? sender)
    {
        ActorCell? outer = s_current;
        s_current = this;
        _sender = sender;
        try
        {
            Dispatch(message);
        }
        finally
        {
            (_message, _sender) = (null, null);
            _stash?.DeliveryEnded();
            s_current = outer;
        }
    }
}
