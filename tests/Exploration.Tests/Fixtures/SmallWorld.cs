namespace PhyrActors.Exploration.Tests;

/// <summary>What small programs are made of.</summary>
internal sealed class SmallWorld(ControlledSystem system)
{
    public List<IMonitor> Monitors { get; } = [];

    /// <summary>Every incarnation of every named actor.</summary>
    public List<(string Name, Puppet Puppet)> Puppets { get; } = [];

    public IActorRef Actor(string name, Action<object, Puppet> handler) => system.ActorOf(
        Props.Create(() => Made(name, new Puppet(handler))), name);

    /// <summary>An actor that takes everything and does nothing.</summary>
    public IActorRef Sink(string name) => Actor(name, static (_, _) => { });

    /// <summary>An actor that tells its targets what is given, each time it is told anything.</summary>
    public IActorRef Teller(string name, params (IActorRef To, object Message)[] sends) => Actor(name, (_, me) =>
    {
        foreach ((IActorRef to, object message) in sends)
        {
            to.Tell(message, me.Me);
        }
    });

    private Puppet Made(string name, Puppet puppet)
    {
        Puppets.Add((name, puppet));
        return puppet;
    }

    public int Choose(string site, int count) => system.Choices.Choose(site, count);

    public void Publish(object @event) => system.EventStream.Publish(@event);

    public void Stop(IActorRef actor) => system.Stop(actor);

    public void Go(params IActorRef[] actors)
    {
        foreach (IActorRef actor in actors)
        {
            actor.Tell("go", ActorRefs.NoSender);
        }
    }
}
