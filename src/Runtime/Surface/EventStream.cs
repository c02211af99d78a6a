namespace PhyrActors.Runtime;

/// <summary>Publish and subscribe by class within one system; delivery is by Tell.</summary>
public sealed class EventStream
{
    private readonly ActorSystem _system;

    // Replaced as a whole, so that publishing needs no lock; subscribing is rare and made safe by the system.
    private Subscription[] _subscriptions = [];

    internal EventStream(ActorSystem system) => _system = system;

    internal bool HasSubscribers => _subscriptions.Length > 0;

    /// <returns>False when the subscription was already there.</returns>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        lock (_system)
        {
            Subscription wanted = new(subscriber, channel);
            if (Array.IndexOf(_subscriptions, wanted) >= 0)
            {
                return false;
            }

            _subscriptions = [.. _subscriptions, wanted];
            return true;
        }
    }

    public bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        lock (_system)
        {
            Subscription unwanted = new(subscriber, channel);
            int before = _subscriptions.Length;
            _subscriptions = Array.FindAll(_subscriptions, s => s != unwanted);
            return _subscriptions.Length < before;
        }
    }

    public bool Unsubscribe(IActorRef subscriber)
    {
        lock (_system)
        {
            int before = _subscriptions.Length;
            _subscriptions = Array.FindAll(_subscriptions, s => !Equals(s.Subscriber, subscriber));
            return _subscriptions.Length < before;
        }
    }

    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        _system.OnPublish(@event);
        foreach (Subscription subscription in _subscriptions)
        {
            if (subscription.Channel.IsInstanceOfType(@event))
            {
                subscription.Subscriber.Tell(@event);
            }
        }
    }

    private readonly record struct Subscription(IActorRef Subscriber, Type Channel);
}
