namespace PhyrActors.Runtime;

/// <summary>Publish and subscribe by class within one system; delivery is by Tell.</summary>
public sealed class EventStream
{
    private readonly ActorSystem _system;

    // Replaced as a whole, so that publishing needs no lock.
    private Subscription[] _subscriptions = [];

    internal EventStream(ActorSystem system) => _system = system;

    internal bool HasSubscribers => _subscriptions.Length > 0;

    /// <returns>False when the subscription was already there.</returns>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        Subscription wanted = new(subscriber, channel);
        return Replace(all => all.Contains(wanted) ? all : [.. all, wanted]);
    }

    public bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        Subscription unwanted = new(subscriber, channel);
        return Replace(all => all.Contains(unwanted) ? Array.FindAll(all, s => s != unwanted) : all);
    }

    public bool Unsubscribe(IActorRef subscriber) => Replace(all =>
        Array.Exists(all, s => s.Subscriber.Equals(subscriber))
            ? Array.FindAll(all, s => !s.Subscriber.Equals(subscriber))
            : all);

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

    private bool Replace(Func<Subscription[], Subscription[]> change)
    {
        while (true)
        {
            Subscription[] before = _subscriptions;
            Subscription[] after = change(before);
            if (ReferenceEquals(before, after))
            {
                return false;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _subscriptions, after, before), before))
            {
                return true;
            }
        }
    }

    private readonly record struct Subscription(IActorRef Subscriber, Type Channel);
}
