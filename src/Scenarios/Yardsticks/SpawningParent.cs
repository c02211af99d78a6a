using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Creates two children; each tells parent and sink, and the parent tells the sink for each.</summary>
internal sealed class SpawningParent : ReceiveActor
{
    private readonly IActorRef _sink;

    public SpawningParent(IActorRef sink)
    {
        _sink = sink;
        Receive<Go>(_ => OnGo());
        Receive<Note>(_ => _sink.Tell(new Note("from parent")));
    }

    private void OnGo()
    {
        (IActorRef parent, IActorRef sink) = (Self, _sink);
        for (int i = 0; i < 2; i++)
        {
            Props props = Props.Create(() => new Teller((parent, "done"), (sink, "from child")));
            Context.ActorOf(props).Tell(new Go());
        }
    }
}
